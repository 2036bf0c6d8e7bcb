import assert from "node:assert/strict";
import { isPublicAddress } from "../../../handlers/extract/public-address";

describe("isPublicAddress", () => {
  for (const address of [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",
    "fe80::1",
    "fd00:ec2::254",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001::1",
    "2001:db8::1",
    "ff02::1",
    "localhost",
    "",
  ]) {
    it(`refuses ${JSON.stringify(address)}`, () => {
      assert.equal(isPublicAddress(address), false);
    });
  }

  for (const address of [
    "93.184.216.34",
    "172.32.0.1",
    "169.253.0.1",
    "2606:2800:220:1:248:1893:25c8:1946",
  ]) {
    it(`allows ${address}`, () => {
      assert.equal(isPublicAddress(address), true);
    });
  }
});
