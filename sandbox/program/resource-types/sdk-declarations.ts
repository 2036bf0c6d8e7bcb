import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { projectRoot } from "../../paths";

/** A property of a resource as the SDK declares it: an argument of its constructor, or a member of its class. */
export interface DeclaredProperty {
  readonly name: string;
  /** Whether it may be left out; of a member: whether it may be nothing. */
  readonly optional: boolean;
  readonly documentation: string;
}

/** A resource of the installed `@pulumi/aws`. */
export interface SdkDeclaration {
  /** Of `<Class>Args`. */
  readonly inputs: readonly DeclaredProperty[];
  /** Of the class: what the resource has once it exists. */
  readonly outputs: readonly DeclaredProperty[];
  readonly secrets: readonly string[];
}

const SDK = path.join(projectRoot, "node_modules", "@pulumi", "aws");
const PROVIDER = "pulumi:providers:aws";

/**
 * @param type `aws:s3/bucket:Bucket`, or the provider itself
 * @throws Error when the SDK has no such class
 */
export function sdkDeclaration(type: string): SdkDeclaration {
  const [module, className] = type === PROVIDER ? ["provider", "Provider"] : type.split(":").slice(1);
  const file = path.join(SDK, module);
  const source = ts.createSourceFile(
    `${module}.d.ts`,
    fs.readFileSync(`${file}.d.ts`, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const declared = source.statements.find(
    (statement): statement is ts.ClassDeclaration =>
      ts.isClassDeclaration(statement) && statement.name?.text === className,
  );
  const args = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === `${className}Args`,
  );
  if (declared === undefined || args === undefined) {
    throw new Error(
      `${module}.d.ts of @pulumi/aws declares no ${className} with its arguments: look for ${type}.`,
    );
  }
  return {
    inputs: args.members.filter(ts.isPropertySignature).map((member) => ({
      name: member.name.getText(),
      optional: member.questionToken !== undefined,
      documentation: documentationOf(member),
    })),
    outputs: declared.members.filter(ts.isPropertyDeclaration).map((member) => ({
      name: member.name.getText(),
      optional: (member.type?.getText() ?? "").endsWith("| undefined>"),
      documentation: documentationOf(member),
    })),
    secrets: secretsOf(fs.readFileSync(`${file}.js`, "utf8")),
  };
}

function documentationOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("\n");
}

/** The SDK's code, not its types, knows what is secret. */
function secretsOf(code: string): readonly string[] {
  const list = /additionalSecretOutputs: (\[[^\]]*\])/.exec(code)?.[1];
  return list === undefined ? [] : (JSON.parse(list) as string[]);
}
