/** Where a stack lives: everything its names and ARNs are computed from. Known text before anything is created. */
export interface Placement {
  /** Pulumi project, first part of every name: `stepline`. */
  readonly project: string;
  /** Pulumi stack, second part of every name: `dev`, `prod`. */
  readonly stack: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** `eu-west-1`, ... */
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Managed policy of the account that bounds every role of the stack: `stepline-bootstrap-dev-boundary`. Default: none. */
  readonly permissionsBoundary?: string;
}

/** Names and ARNs of one stack. ARNs are text computed here, so that definitions and policies are known in the first preview. */
export class Names {
  constructor(public readonly placement: Placement) {}

  /** `stepline-dev-marketing-extract` */
  resource(...parts: readonly string[]): string {
    // 64 is IAM's limit for a role name and Lambda's for a function; others allow as much or more.
    return this.joined(parts, 64);
  }

  /** `stepline-dev-marketing-run-not-succeeded`: CloudWatch allows alarms 255 characters, and their suffixes are whole phrases. */
  alarm(...parts: readonly string[]): string {
    return this.joined(parts, 255);
  }

  /** `stepline-dev-raw-111122223333-eu-west-1`: bucket names are global, hence account and region. */
  bucket(purpose: string): string {
    const { project, stack, accountId, region } = this.placement;
    const name = [project, stack, purpose, accountId, region].join("-");
    if (name.length > 63) {
      throw new Error(
        `The bucket name "${name}" has ${name.length} characters, S3 allows 63: shorten the stack name.`,
      );
    }
    return name;
  }

  /** `arn:aws:s3:::bucket` or, with a key or pattern, `arn:aws:s3:::bucket/key` */
  s3(bucket: string, key?: string): string {
    return `arn:${this.placement.partition}:s3:::${bucket}${key === undefined ? "" : `/${key}`}`;
  }

  role(name: string): string {
    return `arn:${this.placement.partition}:iam::${this.placement.accountId}:role/${name}`;
  }

  /** A managed policy of the account. */
  policy(name: string): string {
    return `arn:${this.placement.partition}:iam::${this.placement.accountId}:policy/${name}`;
  }

  /** The policy that bounds every role of the stack, when the stack has one. */
  permissionsBoundary(): string | undefined {
    const { permissionsBoundary } = this.placement;
    return permissionsBoundary === undefined ? undefined : this.policy(permissionsBoundary);
  }

  /** The account itself as a principal: its identity policies decide. */
  accountRoot(): string {
    return `arn:${this.placement.partition}:iam::${this.placement.accountId}:root`;
  }

  /** `qualifier` is a version, an alias, or `*`. */
  lambda(name: string, qualifier?: string): string {
    return this.regional("lambda", `function:${name}${qualifier === undefined ? "" : `:${qualifier}`}`);
  }

  glueJob(name: string): string {
    return this.regional("glue", `job/${name}`);
  }

  /** `alias` addresses the version the alias points to. */
  stateMachine(name: string, alias?: string): string {
    return this.regional("states", `stateMachine:${name}${alias === undefined ? "" : `:${alias}`}`);
  }

  /** `execution` is a name or `*`. An alias's executions have the machine's ARN with the alias after it. */
  execution(stateMachine: string, execution: string): string {
    return this.regional("states", `execution:${stateMachine}:${execution}`);
  }

  table(name: string): string {
    return this.regional("dynamodb", `table/${name}`);
  }

  topic(name: string): string {
    return this.regional("sns", name);
  }

  queue(name: string): string {
    return this.regional("sqs", name);
  }

  logGroup(name: string): string {
    return this.regional("logs", `log-group:${name}`);
  }

  scheduleGroup(name: string): string {
    return this.regional("scheduler", `schedule-group/${name}`);
  }

  eventRule(name: string): string {
    return this.regional("events", `rule/${name}`);
  }

  private joined(parts: readonly string[], limit: number): string {
    const name = [this.placement.project, this.placement.stack, ...parts].join("-");
    if (name.length > limit) {
      throw new Error(
        `The name "${name}" has ${name.length} characters, AWS allows ${limit}: shorten the stack or pipeline name.`,
      );
    }
    return name;
  }

  /** `arn:aws:SERVICE:REGION:ACCOUNT:resource` */
  regional(service: string, resource: string): string {
    const { partition, region, accountId } = this.placement;
    return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  }
}
