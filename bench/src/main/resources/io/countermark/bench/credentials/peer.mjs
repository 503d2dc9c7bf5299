// node peer.mjs sign|validate FOLDER SECONDS FILE...
// Signs or validates the files in turn with c2pa-rs (WebAssembly); prints how many in how many seconds. FOLDER has root.pem, and to
// sign with chain.pem (leaf first) and key.pem; the ECDSA signature itself is OpenSSL's.
import { sign as ecdsa, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const mod = await import('@contentauth/c2pa-wasm');
mod.initSync({ module: await readFile(require.resolve('@contentauth/c2pa-wasm/c2pa.wasm')) });
const [what, folder, seconds, ...names] = process.argv.slice(2);
const anchors = [{ trust_anchors: await readFile(`${folder}/root.pem`, 'utf8'), trust_kind: 'manifest' }];
const settings = JSON.stringify({
  verify: { verify_after_reading: true, verify_after_sign: false, verify_trust: true, ocsp_fetch: false, remote_manifest_fetch: false },
  trust: { anchors },
  builder: { thumbnail: { enabled: false } },
});
const files = await Promise.all(names.map(async (name) => new Uint8Array(await readFile(name))));

// What browsers' workers have and Node has not: a blob that is read without waiting.
class HeldBlob extends Blob {
  constructor(bytes) { super([]); this.bytes = bytes; }
  get size() { return this.bytes.length; }
  slice(from = 0, to = this.bytes.length) { return new HeldBlob(this.bytes.subarray(from, to)); }
}
globalThis.FileReaderSync = class {
  readAsArrayBuffer(blob) { return blob.bytes.slice().buffer; }
};

async function validate(bytes) {
  const reader = await mod.WasmReader.fromBytes('image/jpeg', bytes, settings);
  const report = JSON.parse(reader.json());
  reader.free?.();
  if (report.validation_state !== 'Trusted') {
    throw new Error(`the peer says ${report.validation_state}: ${JSON.stringify(report.validation_results.activeManifest.failure)}`);
  }
}

// Room for a signature, which the signer has to fill: more than 256 bytes of padding remain.
const RESERVED = 4096;

// CBOR, as far as a COSE signature needs it (RFC 8949, 3).
const head = (type, n) => Buffer.from(n < 24 ? [type << 5 | n] : n < 256 ? [type << 5 | 24, n] : [type << 5 | 25, n >> 8, n & 255]);
const bstr = (bytes) => Buffer.concat([head(2, bytes.length), bytes]);

async function signer() {
  const pems = (await readFile(`${folder}/chain.pem`, 'utf8')).match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g);
  const chain = pems.map((pem) => bstr(new X509Certificate(pem).raw));
  const header = Buffer.concat([Buffer.from([0xa2, 1, 0x26, 0x18, 33]), chain.length > 1 ? head(4, chain.length) : Buffer.of(), ...chain]);
  const key = createPrivateKey(await readFile(`${folder}/key.pem`));
  const context = Buffer.concat([head(4, 4), head(3, 10), Buffer.from('Signature1'), bstr(header), bstr(Buffer.of())]);
  return async (claim) => {
    const signature = ecdsa('sha256', Buffer.concat([context, bstr(Buffer.from(claim))]), { key, dsaEncoding: 'ieee-p1363' });
    const unpadded = 2 + bstr(header).length + 5 + 3 + 1 + bstr(signature).length;
    const pad = Buffer.concat([Buffer.from([0xa1, 0x63]), Buffer.from('pad'), bstr(Buffer.alloc(RESERVED - unpadded))]);
    return new Uint8Array(Buffer.concat([Buffer.from([0xd2, 0x84]), bstr(header), pad, Buffer.from([0xf6]), bstr(signature)]));
  };
}

const definition = JSON.stringify({
  claim_generator_info: [{ name: 'Bench', version: '1.0' }],
  title: 'bench.jpg',
  assertions: [{
    label: 'c2pa.actions.v2',
    data: { actions: [{ action: 'c2pa.created', digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture' }] },
  }],
});

async function signing() {
  const cose = await signer();
  const one = async (bytes) => {
    const builder = mod.WasmBuilder.fromJson(definition, settings);
    const signed = await builder.sign({ sign: cose, reserveSize: RESERVED, alg: 'es256' }, [], 'image/jpeg', new HeldBlob(bytes));
    builder.free?.();
    return signed;
  };
  await validate(await one(files[0]));
  return one;
}

const work = what === 'sign' ? await signing() : validate;

async function run(until) {
  let count = 0;
  for (; performance.now() < until; count++) await work(files[count % files.length]);
  return count;
}

await run(performance.now() + 1000 * Number(seconds) / 2);
const start = performance.now();
const count = await run(start + 1000 * Number(seconds));
console.log(`${count} ${(performance.now() - start) / 1000}`);
