import assert from "node:assert/strict";
import { Fixture, bucket, loadRole } from "./fixture";

const rows = (values: string) =>
  `SELECT id::INTEGER AS id, job, day::DATE AS day FROM (VALUES ${values}) AS t(id, job, day)`;

describe("COPY from Parquet", () => {
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = new Fixture();
    await fixture.start();
    await fixture.succeed("CREATE TABLE t (id INTEGER NOT NULL, job VARCHAR(5), day DATE)");
  });

  afterEach(async () => {
    await fixture.stop();
  });

  const copy = (manifest: string, iamRole = loadRole) =>
    `COPY t FROM '${manifest}' IAM_ROLE '${iamRole}' FORMAT AS PARQUET MANIFEST`;
  const loaded = () => fixture.service.query("SELECT id, job FROM t ORDER BY id");

  it("loads every file of the manifest by position, with the role's credentials", async () => {
    const first = await fixture.putParquet("a/1.parquet", rows("(1, 'ada', '2008-11-21')"));
    const second = await fixture.putParquet(
      "a/2.parquet",
      "SELECT 2::INTEGER AS x, 'bob' AS y, DATE '2008-11-21' AS z",
    );
    const manifest = fixture.putManifest("a/m.json", [
      { key: "a/1.parquet", bytes: first },
      { key: "a/2.parquet", bytes: second },
    ]);
    assert.equal((await fixture.succeed(copy(manifest))).ResultRows, 2);
    assert.deepEqual(await loaded(), [
      { id: 1, job: "ada" },
      { id: 2, job: "bob" },
    ]);
    assert.deepEqual(fixture.issued, [{ roleArn: loadRole, service: "redshift-serverless.amazonaws.com" }]);
  });

  it("takes a role that trusts redshift.amazonaws.com only", async () => {
    fixture.trusted = "redshift.amazonaws.com";
    await fixture.succeed(copy(await fixture.putBatch("a", rows("(1, 'ada', NULL)"))));
  });

  it("refuses a role that the namespace does not have, or that does not trust Redshift", async () => {
    const manifest = await fixture.putBatch("a", rows("(1, 'ada', NULL)"));
    const foreign = "arn:aws:iam::111122223333:role/other";
    assert.match(
      await fixture.fail(copy(manifest, foreign)),
      /User .*\/admin is not authorized to assume IAM Role .*role\/other/,
    );
    fixture.trusted = "ec2.amazonaws.com";
    assert.match(
      await fixture.fail(copy(manifest)),
      /is not authorized to assume IAM Role .*stepline-test-load/,
    );
  });

  it("fails when the role may not read the objects or list the bucket", async () => {
    const manifest = await fixture.putBatch("a", rows("(1, 'ada', NULL)"));
    for (const action of ["GetObject", "ListBucket"]) {
      fixture.s3.allowed.delete(action);
      assert.match(
        await fixture.fail(copy(manifest)),
        /S3ServiceException:Access Denied,Status 403,Error AccessDenied/,
        action,
      );
      fixture.s3.allowed.add(action);
    }
  });

  it("fails when the manifest is missing, malformed, or names a file that is missing or has changed", async () => {
    const missing = await fixture.fail(copy(`s3://${bucket}/none.json`));
    assert.match(
      missing,
      /Problem reading manifest file - S3ServiceException:The specified key does not exist.,Status 404/,
    );
    const bytes = await fixture.putParquet("a/1.parquet", rows("(1, 'ada', NULL)"));
    const manifest = (entry: object) =>
      fixture.putManifest("m.json", [{ key: "a/1.parquet", bytes, ...entry }]);
    assert.match(
      await fixture.fail(copy(manifest({ key: "a/2.parquet" }))),
      /Mandatory url is not present in manifest file/,
    );
    assert.match(
      await fixture.fail(copy(manifest({ key: "a/2.parquet", mandatory: false }))),
      /found nothing to load/,
    );
    assert.match(await fixture.fail(copy(manifest({ bytes: undefined }))), /no meta.content_length/);
    assert.match(await fixture.fail(copy(manifest({ bytes: bytes + 1 }))), /says content_length/);
    fixture.s3.objects.set(`${bucket}/m.json`, Buffer.from("{"));
    assert.match(await fixture.fail(copy(`s3://${bucket}/m.json`)), /not in correct json format/);
    assert.deepEqual(await loaded(), []);
  });

  it("loads nothing of a manifest whose second file does not fit", async () => {
    const first = await fixture.putParquet("a/1.parquet", rows("(1, 'ada', NULL)"));
    const second = await fixture.putParquet("a/2.parquet", "SELECT 2::INTEGER AS id");
    const manifest = fixture.putManifest("a/m.json", [
      { key: "a/1.parquet", bytes: first },
      { key: "a/2.parquet", bytes: second },
    ]);
    const error = await fixture.fail(copy(manifest));
    assert.match(
      error,
      /Unmatched number of columns between table and file. Table columns: 3, Data columns: 1, File name: .*a\/2.parquet/,
    );
    assert.deepEqual(await loaded(), []);
  });

  it("counts VARCHAR in bytes", async () => {
    await fixture.succeed(copy(await fixture.putBatch("fits", rows("(1, 'éé', NULL)"))));
    const error = await fixture.fail(copy(await fixture.putBatch("long", rows("(2, 'ééé', NULL)"))));
    assert.match(
      error,
      /The length of the data column job is longer than the length defined in the table. Table: 5, Data: 6/,
    );
  });

  it("refuses a null in a NOT NULL column", async () => {
    const manifest = await fixture.putBatch("a", rows("(NULL, 'ada', NULL)"));
    assert.match(await fixture.fail(copy(manifest)), /Cannot insert a NULL value into column id/);
  });

  it("refuses a file that is not Parquet", async () => {
    fixture.s3.objects.set(`${bucket}/a/1.parquet`, Buffer.from("not a parquet file"));
    const manifest = fixture.putManifest("m.json", [{ key: "a/1.parquet", bytes: 18 }]);
    assert.match(await fixture.fail(copy(manifest)), /has an invalid version number/);
  });

  it("takes everything under a prefix without a manifest, other files too", async () => {
    await fixture.putParquet("p/1.parquet", rows("(1, 'ada', NULL)"));
    const prefix = `COPY t FROM 's3://${bucket}/p/' IAM_ROLE '${loadRole}' FORMAT AS PARQUET`;
    await fixture.succeed(prefix);
    fixture.s3.objects.set(`${bucket}/p/_summary.json`, Buffer.from('{"rows": 1}, and so on'));
    assert.match(await fixture.fail(prefix), /_summary.json' has an invalid version number/);
    assert.match(
      await fixture.fail(prefix.replace("/p/", "/q/")),
      /The specified S3 prefix 'q\/' does not exist/,
    );
  });

  it("fills only the columns it lists", async () => {
    const manifest = await fixture.putBatch("a", "SELECT 'ada' AS a, 7::INTEGER AS b");
    await fixture.succeed(copy(manifest).replace("COPY t", "COPY t (job, id)"));
    assert.deepEqual(await loaded(), [{ id: 7, job: "ada" }]);
  });

  it("converts nothing: a column's stored type must be the table's", async () => {
    const pairs: readonly (readonly [string, string, boolean])[] = [
      ["SMALLINT", "1::SMALLINT", true],
      ["SMALLINT", "1::INTEGER", false],
      ["INTEGER", "1::INTEGER", true],
      ["INTEGER", "1::BIGINT", false],
      ["BIGINT", "1::BIGINT", true],
      ["BIGINT", "1::INTEGER", false],
      ["DECIMAL(10, 2)", "1::DECIMAL(10, 2)", true],
      ["DECIMAL(10, 2)", "1::DECIMAL(12, 2)", false],
      ["DECIMAL(10, 2)", "1::DOUBLE", false],
      ["DECIMAL(20, 2)", "1::DECIMAL(20, 2)", true],
      ["DOUBLE PRECISION", "1::DOUBLE", true],
      ["DOUBLE PRECISION", "1::FLOAT", false],
      ["REAL", "1::FLOAT", true],
      ["BOOLEAN", "true", true],
      ["BOOLEAN", "'true'", false],
      ["DATE", "DATE '2008-11-21'", true],
      ["DATE", "'2008-11-21'", false],
      ["TIMESTAMP", "TIMESTAMP '2008-11-21 01:02:03'", true],
      ["TIMESTAMP", "DATE '2008-11-21'", false],
      ["VARCHAR(20)", "'text'", true],
      ["VARCHAR(20)", "1::INTEGER", false],
      ["INTEGER", "DATE '2008-11-21'", false],
    ];
    for (const [index, [type, value, fits]] of pairs.entries()) {
      await fixture.succeed(`CREATE TABLE pair_${index} (a ${type})`);
      const manifest = await fixture.putBatch(`pair${index}`, `SELECT ${value} AS a`);
      const statement = await fixture.run(copy(manifest).replace("COPY t", `COPY pair_${index}`));
      assert.equal(
        statement.Status,
        fits ? "FINISHED" : "FAILED",
        `${value} into ${type}: ${statement.Error}`,
      );
      if (!fits)
        assert.match(
          statement.Error ?? "",
          /has an incompatible Parquet schema for column .*Column type: .*, Parquet schema: optional/,
        );
    }
  });

  it("says when there is no such table", async () => {
    const manifest = await fixture.putBatch("a", rows("(1, 'ada', NULL)"));
    assert.match(
      await fixture.fail(copy(manifest).replace("COPY t", "COPY nowhere")),
      /Cannot COPY into nonexistent table nowhere/,
    );
  });
});
