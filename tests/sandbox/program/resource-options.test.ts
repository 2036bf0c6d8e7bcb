import assert from "node:assert/strict";
import { recordProgram } from "../../../sandbox/program/record";
import type { ResourceOptions } from "../../../sandbox/types";
import { type Fixture, fixtureProgram } from "./fixture-program";

describe("recorded options of resources", () => {
  let fixture: Fixture | undefined;

  afterEach(() => {
    fixture?.remove();
    fixture = undefined;
  });

  /** Of every resource but the stack, by name. */
  async function optionsOf(body: string): Promise<Readonly<Record<string, ResourceOptions | undefined>>> {
    fixture = fixtureProgram(body);
    const { resources } = await recordProgram({ stack: "dev", programDirectory: fixture.directory });
    return Object.fromEntries(
      resources
        .filter(({ type }) => type !== "pulumi:pulumi:Stack")
        .map(({ name, options }) => [name, options]),
    );
  }

  it("are what the program asks for, and nothing where it asks for nothing", async () => {
    const options = await optionsOf(`
      new aws.sqs.Queue("plain");
      new aws.sqs.Queue("kept", {}, {
        protect: true, retainOnDelete: true, deleteBeforeReplace: true,
        ignoreChanges: ["tags"], replaceOnChanges: ["name"],
      });
      new aws.sqs.Queue("refused", {}, { protect: false, retainOnDelete: false, ignoreChanges: [] });
    `);
    assert.deepEqual(options, {
      plain: undefined,
      kept: {
        protect: true,
        retainOnDelete: true,
        deleteBeforeReplace: true,
        ignoreChanges: ["tags"],
        replaceOnChanges: ["name"],
      },
      refused: undefined,
    });
  });

  it("have a component's protection in its children, unless they say otherwise", async () => {
    const options = await optionsOf(`
      const parent = new pulumi.ComponentResource("fixture:a:Parent", "parent", {}, { protect: true });
      new aws.sqs.Queue("child", {}, { parent });
      new aws.sqs.Queue("free", {}, { parent, protect: false });
    `);
    assert.deepEqual(options, { parent: { protect: true }, child: { protect: true }, free: undefined });
  });

  it("tell every form of alias", async () => {
    const options = await optionsOf(`
      const parent = new pulumi.ComponentResource("fixture:a:Parent", "parent");
      new aws.sqs.Queue("queue", {}, {
        parent,
        aliases: [
          "urn:pulumi:dev::fixture::aws:sqs/queue:Queue::earlier",
          { name: "other" },
          { type: "aws:sqs/old:Old", stack: "test", project: "former" },
          { name: "top", parent: undefined },
          { parent: "urn:pulumi:dev::fixture::fixture:a:Was::was" },
        ],
      });
    `);
    const here = { parentUrn: "urn:pulumi:dev::fixture::fixture:a:Parent::parent" };
    assert.deepEqual(options.queue, {
      aliases: [
        { urn: "urn:pulumi:dev::fixture::aws:sqs/queue:Queue::earlier" },
        { name: "other", ...here },
        { type: "aws:sqs/old:Old", stack: "test", project: "former", ...here },
        { name: "top", noParent: true },
        { parentUrn: "urn:pulumi:dev::fixture::fixture:a:Was::was" },
      ],
    });
  });
});
