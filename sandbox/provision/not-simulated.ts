/** Resource types that need no call: a service of the sandbox reads them from the recorded program. */
export const SERVED_FROM_PROGRAM: ReadonlySet<string> = new Set([
  "aws:lambda/function:Function",
  "aws:lambda/alias:Alias",
  "aws:glue/job:Job",
  "aws:redshiftserverless/namespace:Namespace",
  "aws:redshiftserverless/workgroup:Workgroup",
  // The gateway decides for the program's own provider.
  "pulumi:providers:aws",
]);

/** Resource types that have no effect in the sandbox, and why that is all right. */
export const NOT_SIMULATED: Readonly<Record<string, string>> = {
  "awsx:ec2:Vpc": "There is no network: every service is at one address of the loopback.",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "There is no network, hence nothing to let in or out.",
  "aws:ec2/securityGroup:SecurityGroup": "There is no network, hence nothing to let in or out.",
  "aws:ec2/flowLog:FlowLog": "There is no network traffic to record.",
  "aws:glue/securityConfiguration:SecurityConfiguration":
    "What Glue writes by itself stays on this machine, unencrypted; objects in S3 are judged by their key's policy.",
  "aws:s3/bucketLogging:BucketLogging":
    "No access logs are written: the gateway keeps a verdict for every call.",
  "aws:redshiftserverless/usageLimit:UsageLimit":
    "Nothing is metered: a query on this machine costs nothing.",
  "aws:lambda/permission:Permission":
    "No other service invokes functions here: state machines do so by their roles.",
};
