import assert from "node:assert/strict";
import { readSignature, verifySignature } from "../../../sandbox/gateway/sigv4";
import type { RequestHead } from "../../../sandbox/gateway/wire-request";

/** Key and requests of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and sigv4-query-string-auth.html */
const KNOWN = {
  principal: { kind: "operator", arn: "arn:aws:iam::111122223333:root" },
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
} as const;
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const SIGNED_AT = new Date("2013-05-24T00:00:00Z");

function head(method: string, path: string, rawQuery: string, headers: Record<string, string>): RequestHead {
  return {
    ...{ method, path, signedPath: path, rawQuery, query: new URLSearchParams(rawQuery) },
    headers: { host: "examplebucket.s3.amazonaws.com", ...headers },
  };
}

function signed(
  method: string,
  path: string,
  rawQuery: string,
  signature: string,
  headers: Record<string, string> = {},
  hash = EMPTY,
) {
  const all: Record<string, string> = {
    ...headers,
    "x-amz-content-sha256": hash,
    "x-amz-date": "20130524T000000Z",
  };
  const names = ["host", ...Object.keys(all)].sort().join(";");
  const scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=${names},Signature=${signature}`;
  return head(method, path, rawQuery, { ...all, authorization });
}

function verify(request: RequestHead, now = SIGNED_AT, body?: Buffer) {
  const signature = readSignature(request);
  assert.ok(signature);
  return verifySignature(request, signature, KNOWN, body, now);
}

const GET_RANGE = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
const PUT = "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd";
const PUT_HASH = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
const PRESIGNED =
  "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request" +
  "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host" +
  "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

describe("verifySignature", () => {
  const examples: [title: string, request: RequestHead][] = [
    ["an object's range", signed("GET", "/test.txt", "", GET_RANGE, { range: "bytes=0-9" })],
    [
      "an upload with a $ in its key",
      signed(
        "PUT",
        "/test$file.text",
        "",
        PUT,
        { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
        PUT_HASH,
      ),
    ],
    [
      "a sub-resource",
      signed("GET", "/", "lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    ],
    [
      "a listing",
      signed(
        "GET",
        "/",
        "prefix=J&max-keys=2",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
      ),
    ],
    ["a presigned URL", head("GET", "/test.txt", PRESIGNED, {})],
  ];
  for (const [title, request] of examples) {
    it(`accepts AWS's example of ${title}`, () => {
      assert.equal(verify(request), KNOWN);
    });
  }

  it("refuses another path, query, header, method and declared hash", () => {
    const headers = { range: "bytes=0-9" };
    const changed = [
      signed("GET", "/other.txt", "", GET_RANGE, headers),
      signed("GET", "/test.txt", "versionId=1", GET_RANGE, headers),
      signed("GET", "/test.txt", "", GET_RANGE, { range: "bytes=0-99" }),
      signed("DELETE", "/test.txt", "", GET_RANGE, headers),
      signed("GET", "/test.txt", "", GET_RANGE, headers, PUT_HASH),
    ];
    for (const request of changed) {
      assert.throws(() => verify(request), { code: "SignatureDoesNotMatch" });
    }
  });

  it("refuses a presigned URL after its time, and with another parameter", () => {
    assert.throws(() => verify(head("GET", "/test.txt", PRESIGNED, {}), new Date("2013-05-25T00:00:01Z")), {
      message: "Request has expired",
    });
    assert.throws(() => verify(head("GET", "/test.txt", `${PRESIGNED}&versionId=1`, {})), {
      code: "SignatureDoesNotMatch",
    });
  });

  it("refuses a body that isn't the one declared", () => {
    const request = signed("GET", "/test.txt", "", GET_RANGE, { range: "bytes=0-9" });
    assert.throws(() => verify(request, SIGNED_AT, Buffer.from("more")), {
      code: "XAmzContentSHA256Mismatch",
    });
  });

  it("refuses a URL presigned with SigV2, and says what to sign with", () => {
    const query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=abc%3D&Expires=1369440000";
    assert.throws(() => readSignature(head("GET", "/test.txt", query, {})), {
      code: "InvalidRequest",
      statusCode: 400,
      message: /SigV2\. Presign it with SigV4, signature_version s3v4/,
    });
  });

  it("refuses another scheme and a malformed credential", () => {
    assert.throws(
      () => readSignature(head("GET", "/", "", { authorization: "AWS AKIA:abc" })),
      /scheme "AWS" is not AWS4-HMAC-SHA256/,
    );
    assert.throws(
      () => readSignature(head("GET", "/", "", { authorization: "AWS4-HMAC-SHA256 Credential=a/b" })),
      /Credential "a\/b"/,
    );
  });
});
