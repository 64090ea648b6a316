import { S3Client } from "bun";
import pTimeout from "p-timeout";
import { type Asset, type AssetStore, assetsMax, checkedKey } from "./asset-store.ts";
import { unreachable } from "./store-failure.ts";

/** Where a bucket is, and who may use it. */
export interface BucketAddress {
  readonly bucket: string;
  /** Such as http://localhost:9000; undefined: Amazon's own. */
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A list's page has so many keys at most, as the protocol has it. */
const pageMax = 1_000;
/** A bucket that has not answered by then does not answer; Bun's client would wait for six minutes. */
const answerMaxMs = 10_000;
/** Over a slower way no face is sent or fetched: 2 Mbit/s. */
const bytesPerMsLeast = 256;

interface KeyWrites {
  underWay: number;
  /** Deleted since the last of them began. */
  wasDeleted: boolean;
}

/** Assets in a bucket that speaks S3. An object that is being written cannot be seen there. */
export class BucketAssets implements AssetStore {
  readonly #client: S3Client;
  /** Writes that are under way, by key, also those that nobody waits for any longer. */
  readonly #writes = new Map<string, KeyWrites>();

  constructor(
    address: BucketAddress,
    private readonly limits = { answerMaxMs },
  ) {
    const { bucket, endpoint, region, accessKeyId, secretAccessKey } = address;
    this.#client = new S3Client({
      bucket,
      accessKeyId,
      secretAccessKey,
      ...(endpoint && { endpoint }),
      ...(region && { region }),
    });
  }

  async list(prefix: string): Promise<Asset[]> {
    const assets: Asset[] = [];
    let continuationToken: string | undefined;
    do {
      const page = await this.#answer(
        this.#client.list({
          prefix: checkedKey(prefix),
          maxKeys: pageMax,
          ...(continuationToken && { continuationToken }),
        }),
      ).catch(unreachable);
      for (const { key, eTag = "", lastModified = "" } of page.contents ?? [])
        assets.push({ key, version: eTag, writtenAtMs: Date.parse(lastModified) });
      continuationToken = page.isTruncated ? page.nextContinuationToken : undefined;
    } while (continuationToken && assets.length < assetsMax);
    return assets;
  }

  async read(key: string, bytesMax: number): Promise<Uint8Array | undefined> {
    const file = this.#client.file(checkedKey(key));
    try {
      const { size } = await this.#answer(file.stat());
      if (size > bytesMax) throw new RangeError("the object is too large");
      return await this.#answer(file.bytes(), size);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return isMissing(error) ? undefined : unreachable(error);
    }
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const writing = this.#client.write(checkedKey(key), bytes);
    const writes = this.#writes.get(key) ?? { underWay: 0, wasDeleted: false };
    this.#writes.set(key, writes);
    writes.underWay++;
    writes.wasDeleted = false;
    const settle = async () => {
      if (--writes.underWay === 0) this.#writes.delete(key);
      // It came to be after all.
      if (writes.wasDeleted) await this.#client.delete(key).catch(() => {});
    };
    void writing.then(settle, settle);
    await this.#answer(writing, bytes.length).catch(unreachable);
  }

  async delete(key: string): Promise<void> {
    const writes = this.#writes.get(key);
    if (writes) writes.wasDeleted = true;
    await this.#answer(this.#client.delete(checkedKey(key))).catch((error: unknown) => {
      if (!isMissing(error)) unreachable(error);
    });
  }

  /** The client cannot be told to stop: what it answers later is dropped. */
  #answer<Answer>(asked: Promise<Answer>, bytes = 0): Promise<Answer> {
    const milliseconds = this.limits.answerMaxMs + bytes / bytesPerMsLeast;
    return pTimeout(asked, { milliseconds, message: "the bucket does not answer" });
  }
}

/** Servers name it in one of these ways. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "NoSuchKey" || code === "NotFound";
}
