import assert from "node:assert/strict";
import { computedTypes } from "../../../../sandbox/program/computed-outputs";
import { REPLACEMENTS } from "../../../../sandbox/program/resource-types/corrections";
import { resourceTypes } from "../../../../sandbox/program/resource-types/generate";
import { isKnownType, resourceType } from "../../../../sandbox/program/resource-types/resource-types";

describe("the table of resource types", () => {
  it("is what the installed SDK and the corrections give", () => {
    const generated = resourceTypes();
    for (const [type, described] of Object.entries(generated)) {
      assert.deepEqual(resourceType(type), described, `${type}: run generate.ts.`);
    }
    assert.deepEqual(
      Object.keys(generated).filter((type) => !isKnownType(type)),
      [],
    );
  });

  it("says of every type of AWS what replaces it", () => {
    const unsaid = computedTypes.filter((type) => type.startsWith("aws:") && !(type in REPLACEMENTS));
    assert.deepEqual(unsaid, ["aws:ec2/internetGateway:InternetGateway"]);
  });

  it("never says of one property that it replaces, and that this isn't known", () => {
    for (const [type, { properties, unread }] of Object.entries(REPLACEMENTS)) {
      const { inputs } = resourceType(type);
      for (const property of unread) {
        assert.ok(property in inputs, `${type} has no ${property}.`);
        assert.ok(!properties.includes(property), `${type}: ${property}`);
        assert.equal(inputs[property].replaces, undefined, `${type}: ${property}`);
      }
    }
  });

  it("has no correction for a type that nobody declares", () => {
    assert.deepEqual(
      Object.keys(REPLACEMENTS).filter((type) => !computedTypes.includes(type)),
      [],
    );
  });

  it("knows what a resource can't be made without", () => {
    const required = (type: string): readonly string[] =>
      Object.entries(resourceType(type).inputs).flatMap(([name, input]) => (input.required ? [name] : []));
    assert.deepEqual(required("aws:iam/role:Role"), ["assumeRolePolicy"]);
    assert.deepEqual(required("aws:s3/bucket:Bucket"), []);
    assert.deepEqual(required("aws:sfn/stateMachine:StateMachine"), ["definition", "roleArn"]);
    assert.deepEqual(required("aws:redshiftserverless/workgroup:Workgroup"), [
      "namespaceName",
      "workgroupName",
    ]);
  });

  it("knows what can't be changed in place", () => {
    const replaces = (type: string): readonly string[] =>
      Object.entries(resourceType(type).inputs).flatMap(([name, input]) => (input.replaces ? [name] : []));
    assert.deepEqual(replaces("aws:sfn/stateMachine:StateMachine"), ["name", "namePrefix", "region", "type"]);
    assert.deepEqual(replaces("aws:redshiftserverless/namespace:Namespace"), [
      "dbName",
      "namespaceName",
      "region",
    ]);
    assert.ok(replaces("aws:dynamodb/table:Table").includes("hashKey"));
    assert.ok(!replaces("aws:dynamodb/table:Table").includes("billingMode"));
    assert.ok(replaces("aws:ec2/natGateway:NatGateway").includes("allocationId"));
    assert.ok(replaces("aws:ec2/vpcEndpoint:VpcEndpoint").includes("serviceNetworkArn"));
    assert.ok(!replaces("aws:ec2/vpcEndpoint:VpcEndpoint").includes("policy"));
    assert.ok(!replaces("aws:iam/openIdConnectProvider:OpenIdConnectProvider").includes("clientIdLists"));
    assert.deepEqual(replaces("pulumi:providers:aws"), []);
  });

  it("knows what is secret", () => {
    const { inputs } = resourceType("aws:redshiftserverless/namespace:Namespace");
    assert.equal(inputs.adminUserPassword.secret, true);
    assert.equal(inputs.namespaceName.secret, undefined);
  });

  it("knows what only AWS makes, and what AWS makes when it isn't given", () => {
    const { computed } = resourceType("aws:redshiftserverless/workgroup:Workgroup");
    assert.ok(computed.includes("workgroupId"), "made by AWS");
    assert.ok(computed.includes("endpoints"), "made by AWS");
    assert.ok(computed.includes("maxCapacity") || computed.includes("baseCapacity"), "made when left out");
    assert.ok(!computed.includes("namespaceName"), "always given");
    assert.ok(!computed.includes("tags"), "never made");
  });

  it("names the command for a type that it doesn't have", () => {
    assert.throws(
      () => resourceType("aws:sqs/other:Other"),
      /has no aws:sqs\/other:Other: add it by npx ts-node/,
    );
  });
});
