import fs from "node:fs";
import * as grpc from "@grpc/grpc-js";

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call,
   @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-require-imports -- Pulumi's generated protocol classes have no types. */
const provider: any = require("@pulumi/pulumi/proto/provider_pb");
const { ResourceProviderService }: any = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { PluginInfo }: any = require("@pulumi/pulumi/proto/plugin_pb");
const resource: any = require("@pulumi/pulumi/proto/resource_pb");
const { ResourceMonitorClient }: any = require("@pulumi/pulumi/proto/resource_grpc_pb");
const { Empty }: any = require("google-protobuf/google/protobuf/empty_pb");
const { Struct }: any = require("google-protobuf/google/protobuf/struct_pb");

/**
 * `aws` and `awsx` for the engine, over gRPC: every call is answered at once, so that what is measured is the program and the
 * engine. A process of its own: `node provider.js <file for its port>`. Ends with its standard input.
 */
type Answer = (error: unknown, response?: unknown) => void;
type Call = (call: any, answer: Answer) => void;

const ACCOUNT = { accountId: "111122223333", id: "x", arn: "arn:aws:iam::111122223333:root", userId: "x" };
const PLACE = { name: "eu-west-1", region: "eu-west-1", partition: "aws", names: ["a", "b", "c"] };

const unimplemented: Call = (_call, answer) => {
  answer({ code: grpc.status.UNIMPLEMENTED });
};

function made(type: any, fill: (response: any) => void): unknown {
  const response = new type();
  fill(response);
  return response;
}

/** What AWS makes, on top of the inputs. */
function withOutputs(urn: string, inputs: any): unknown {
  const name = urn.split("::").pop() ?? urn;
  const outputs = inputs.clone();
  const fields = outputs.getFieldsMap();
  const computed = { arn: `arn:aws:stub:::${name}`, keyId: name, ...(fields.has("name") ? {} : { name }) };
  Struct.fromJavaScript(computed)
    .getFieldsMap()
    .forEach((value: unknown, key: string) => fields.set(key, value));
  return outputs;
}

/** awsx's VPC: the component itself, with the ids of three subnets; what awsx makes inside it, it makes in its own process. */
const construct: Call = ({ request }, answer) => {
  const monitor = new ResourceMonitorClient(request.getMonitorendpoint(), grpc.credentials.createInsecure());
  const component = made(resource.RegisterResourceRequest, (registration) => {
    registration.setType(request.getType());
    registration.setName(request.getName());
    registration.setParent(request.getParent());
  });
  monitor.registerResource(component, (error: unknown, registered: any) => {
    if (error !== null && error !== undefined) {
      answer(error);
      return;
    }
    const ids = ["a", "b", "c"].map((zone) => `subnet-${zone}`);
    const state = Struct.fromJavaScript({ vpcId: "vpc", privateSubnetIds: ids, isolatedSubnetIds: ids });
    const outputs = made(resource.RegisterResourceOutputsRequest, (request) => {
      request.setUrn(registered.getUrn());
      request.setOutputs(state);
    });
    monitor.registerResourceOutputs(outputs, (failure: unknown) => {
      answer(
        failure,
        made(provider.ConstructResponse, (response) => {
          response.setUrn(registered.getUrn());
          response.setState(state);
        }),
      );
      monitor.close();
    });
  });
};

const implementation: Record<string, Call> = {
  handshake: (_call, answer) => {
    answer(
      null,
      made(provider.ProviderHandshakeResponse, acceptEverything("setAcceptSecrets", "setAcceptResources")),
    );
  },
  configure: (_call, answer) => {
    const accept = acceptEverything("setAcceptsecrets", "setAcceptresources", "setSupportspreview");
    answer(null, made(provider.ConfigureResponse, accept));
  },
  checkConfig: check,
  check,
  diffConfig: (_call, answer) => {
    answer(null, new provider.DiffResponse());
  },
  create: ({ request }, answer) => {
    const urn = request.getUrn() as string;
    answer(
      null,
      made(provider.CreateResponse, (response) => {
        if (request.getPreview() !== true) {
          response.setId(`${urn.split("::").pop()}-id`);
        }
        response.setProperties(withOutputs(urn, request.getProperties()));
      }),
    );
  },
  invoke: (_call, answer) => {
    answer(
      null,
      made(provider.InvokeResponse, (response) =>
        response.setReturn(Struct.fromJavaScript({ ...ACCOUNT, ...PLACE })),
      ),
    );
  },
  getPluginInfo: (_call, answer) => {
    answer(
      null,
      made(PluginInfo, (info) => info.setVersion("7.48.0")),
    );
  },
  attach: (_call, answer) => {
    answer(null, new Empty());
  },
  cancel: (_call, answer) => {
    answer(null, new Empty());
  },
  construct,
};

function check({ request }: any, answer: Answer): void {
  answer(
    null,
    made(provider.CheckResponse, (response) => response.setInputs(request.getNews())),
  );
}

function acceptEverything(...setters: readonly string[]): (response: any) => void {
  return (response) => {
    for (const setter of setters) {
      response[setter](true);
    }
  };
}

const methods = Object.keys(ResourceProviderService as object);
const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(
  ResourceProviderService as grpc.ServiceDefinition,
  {
    ...Object.fromEntries(methods.map((method) => [method, unimplemented])),
    ...implementation,
  } as grpc.UntypedServiceImplementation,
);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    throw error;
  }
  fs.writeFileSync(process.argv[2], String(port));
});
process.stdin.resume().once("end", () => process.exit(0));
