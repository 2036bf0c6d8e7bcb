import type { AwsClients } from "./aws-clients";
import type { ResourceInputs } from "./resource-inputs";

/** Makes one resource, as the operator, by the calls Pulumi's provider would make on AWS. */
export type Provisioner = (clients: AwsClients, inputs: ResourceInputs) => Promise<void>;

export type Provisioners = Readonly<Record<string, Provisioner>>;
