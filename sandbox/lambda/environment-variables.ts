import type { RoleCredentials } from "../types";
import type { DeclaredFunction } from "./declared-functions";

/** What one execution environment is told besides the function's own declaration. */
export interface EnvironmentSettings {
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly region: string;
  readonly credentials: RoleCredentials;
  /** URL of the gateway: the only AWS there is. */
  readonly endpoint: string;
  readonly taskRoot: string;
  readonly temporaryDirectory: string;
  readonly logStream: string;
}

/**
 * The whole environment of a function's process: what it declares and what Lambda sets; nothing of the sandbox's own.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 *
 * AWS SDKs send S3's requests in path style by themselves, because the endpoint's host is an IP address.
 */
export function environmentVariables(
  declared: DeclaredFunction,
  settings: EnvironmentSettings,
): Readonly<Record<string, string>> {
  return {
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    TZ: ":UTC",
    ...declared.environment,
    _HANDLER: declared.handler,
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${declared.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: declared.name,
    AWS_LAMBDA_FUNCTION_VERSION: settings.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declared.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: declared.logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: settings.logStream,
    AWS_LAMBDA_LOG_FORMAT: declared.logging.format,
    ...(declared.logging.format === "JSON"
      ? { AWS_LAMBDA_LOG_LEVEL: declared.logging.applicationLevel }
      : {}),
    AWS_ACCESS_KEY_ID: settings.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: settings.credentials.sessionToken,
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    // Traces are not modelled: what the function sends must not reach a daemon of the machine's owner.
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:9",
    LAMBDA_TASK_ROOT: settings.taskRoot,
    TMPDIR: settings.temporaryDirectory,
    AWS_ENDPOINT_URL: settings.endpoint,
    // The SDK would warn of this machine's Node.js, which is not the one the function declares.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    // A configuration file of the machine's owner must not reach the function.
    AWS_CONFIG_FILE: `${settings.taskRoot}/.aws/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${settings.taskRoot}/.aws/credentials`,
  };
}
