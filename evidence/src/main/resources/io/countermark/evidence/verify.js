"use strict";
/*
 * Checks a Countermark evidence package without any network: reads the ZIP, SHA-256 of every member, the seal, checkpoints and witnesses
 * (Ed25519), Merkle proofs (RFC 9162, 2.1.3.2), commitments, and what time-stamp tokens are about. All arithmetic is here: nothing is
 * asked of the browser but big integers. What is not checked here is said in the answer.
 */

// ---- bytes

const utf8 = (bytes) => new TextDecoder("utf-8", {fatal: true}).decode(bytes);
const ascii = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const encodeUtf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("not hexadecimal digits");
  return Uint8Array.from(text.match(/../g) || [], (two) => parseInt(two, 16));
};
const concat = (...parts) => {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
};
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const unbase64 = (text) => {
  const bytes = ascii(atob(text));
  if (base64(bytes) !== text) throw new Error("not base64 in its one right spelling");
  return bytes;
};

// ---- SHA-256 and SHA-512 (FIPS 180-4). Constants are computed from their definition: fractions of roots of primes.

const PRIMES = (() => { const p = []; for (let n = 2; p.length < 80; n++) if (p.every((q) => n % q)) p.push(n); return p; })();
/** The first 64 fractional bits of the k-th root of n. */
function fraction(n, k) {
  const scaled = BigInt(n) << BigInt(64 * k);
  let low = 0n, high = 1n << 80n;
  while (high - low > 1n) { const mid = (low + high) >> 1n; if (mid ** BigInt(k) <= scaled) low = mid; else high = mid; }
  return low & 0xffffffffffffffffn;
}
const K512 = PRIMES.map((p) => fraction(p, 3));
const H512 = PRIMES.slice(0, 8).map((p) => fraction(p, 2));
const K256 = Uint32Array.from(K512.slice(0, 64), (k) => Number(k >> 32n));
const H256 = H512.map((h) => Number(h >> 32n));

function padded(bytes, block) {
  const lengthBytes = block / 8;
  const all = new Uint8Array(Math.ceil((bytes.length + 1 + lengthBytes) / block) * block);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(all.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(all.length - 4, (bytes.length << 3) >>> 0);
  return view;
}

function sha256(bytes) {
  const view = padded(bytes, 64), h = Int32Array.from(H256, (x) => x | 0), w = new Int32Array(64);
  const r = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = (w[i - 16] + (r(a, 7) ^ r(a, 18) ^ (a >>> 3)) + w[i - 7] + (r(b, 17) ^ r(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let i = 0; i < 64; i++) {
      const t = (k + (r(e, 6) ^ r(e, 11) ^ r(e, 25)) + ((e & f) ^ (~e & g)) + K256[i] + w[i]) | 0;
      const u = ((r(a, 2) ^ r(a, 13) ^ r(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      k = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
    }
    [a, b, c, d, e, f, g, k].forEach((x, i) => { h[i] = (h[i] + x) | 0; });
  }
  const out = new DataView(new ArrayBuffer(32));
  h.forEach((x, i) => out.setInt32(4 * i, x));
  return new Uint8Array(out.buffer);
}

/** Slow and short: it only ever sees signatures. */
function sha512(bytes) {
  const M = 0xffffffffffffffffn, view = padded(bytes, 128), h = H512.slice();
  const r = (x, n) => ((x >> n) | (x << (64n - n))) & M;
  for (let at = 0; at < view.byteLength; at += 128) {
    const w = [];
    for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + 8 * i));
    for (let i = 16; i < 80; i++) {
      const a = w[i - 15], b = w[i - 2];
      w.push((w[i - 16] + (r(a, 1n) ^ r(a, 8n) ^ (a >> 7n)) + w[i - 7] + (r(b, 19n) ^ r(b, 61n) ^ (b >> 6n))) & M);
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let i = 0; i < 80; i++) {
      const t = (k + (r(e, 14n) ^ r(e, 18n) ^ r(e, 41n)) + ((e & f) ^ (~e & M & g)) + K512[i] + w[i]) & M;
      const u = ((r(a, 28n) ^ r(a, 34n) ^ r(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c))) & M;
      k = g; g = f; f = e; e = (d + t) & M; d = c; c = b; b = a; a = (t + u) & M;
    }
    [a, b, c, d, e, f, g, k].forEach((x, i) => { h[i] = (h[i] + x) & M; });
  }
  const out = new DataView(new ArrayBuffer(64));
  h.forEach((x, i) => out.setBigUint64(8 * i, x));
  return new Uint8Array(out.buffer);
}

// ---- Ed25519 (RFC 8032, 5.1.7), without cofactor as the JDK has it

const P = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
const mod = (x) => { const y = x % P; return y < 0n ? y + P : y; };
const power = (x, n) => { let y = 1n; for (x = mod(x); n > 0n; n >>= 1n, x = mod(x * x)) if (n & 1n) y = mod(y * x); return y; };
const D = mod(-121665n * power(121666n, P - 2n));
const little = (bytes) => BigInt("0x" + hex(bytes.slice().reverse()));

function add(p, q) {
  const a = mod((p[1] - p[0]) * (q[1] - q[0])), b = mod((p[1] + p[0]) * (q[1] + q[0]));
  const c = mod(2n * p[3] * q[3] * D), d = mod(2n * p[2] * q[2]);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
const times = (n, p) => { let q = [0n, 1n, 1n, 0n]; for (; n > 0n; n >>= 1n, p = add(p, p)) if (n & 1n) q = add(q, p); return q; };
const equal = (p, q) => mod(p[0] * q[2] - q[0] * p[2]) === 0n && mod(p[1] * q[2] - q[1] * p[2]) === 0n;

function point(bytes) {
  const all = little(bytes), sign = all >> 255n, y = all & ((1n << 255n) - 1n);
  if (y >= P) throw new Error("not a point");
  const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x + u) === 0n) x = mod(x * power(2n, (P - 1n) / 4n));
  if (mod(v * x * x - u) !== 0n || (x === 0n && sign === 1n)) throw new Error("not a point");
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}
const BASE = point(unhex("5866666666666666666666666666666666666666666666666666666666666666"));

function ed25519(key, message, signature) {
  try {
    const s = little(signature.slice(32));
    if (signature.length !== 64 || s >= L) return false;
    const k = little(sha512(concat(signature.slice(0, 32), key, message))) % L;
    return equal(times(s, BASE), add(point(signature.slice(0, 32)), times(k, point(key))));
  } catch (e) {
    return false;
  }
}

// ---- signed notes, checkpoints, proofs (c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof)

function verifierKey(text) {
  const parts = text.trim().split("+");
  const typed = unbase64(parts.slice(2).join("+"));
  const id = hex(sha256(concat(encodeUtf8(parts[0] + "\n"), typed)).slice(0, 4));
  if (parts.length < 3 || parts[1] !== id) throw new Error("not a verifier key");
  return {name: parts[0], id, type: typed[0], raw: typed.slice(1)};
}

function note(text) {
  const split = text.lastIndexOf("\n\n");
  if (split < 0 || !text.endsWith("\n")) throw new Error("not a signed note");
  const signatures = text.slice(split + 2, -1).split("\n").map((line) => {
    const at = line.lastIndexOf(" ");
    if (!line.startsWith("\u2014 ") || at < 3) throw new Error("not a signature line");
    const all = unbase64(line.slice(at + 1));
    return {name: line.slice(2, at), id: hex(all.slice(0, 4)), bytes: all.slice(4)};
  });
  return {text: text.slice(0, split + 1), signatures};
}

/** True when signed, false when not, null when the kind of key is not known here. */
function signedBy(signed, key) {
  const found = signed.signatures.filter((one) => one.name === key.name && one.id === key.id);
  if (key.type !== 1 && key.type !== 4) return found.length ? null : false;
  return found.length > 0 && found.every((one) => {
    if (key.type === 1) return ed25519(key.raw, encodeUtf8(signed.text), one.bytes);
    if (one.bytes.length !== 72) return false;
    const time = new DataView(one.bytes.buffer, one.bytes.byteOffset).getBigUint64(0);
    return ed25519(key.raw, encodeUtf8("cosignature/v1\ntime " + time + "\n" + signed.text), one.bytes.slice(8));
  });
}

function checkpoint(signed) {
  const lines = signed.text.split("\n");
  if (!/^(0|[1-9][0-9]{0,15})$/.test(lines[1])) throw new Error("not a checkpoint");
  const root = unbase64(lines[2]);
  if (root.length !== 32) throw new Error("the root is not 32 bytes");
  return {origin: lines[0], size: Number(lines[1]), root};
}

function tlogProof(text) {
  const split = text.indexOf("\n\n");
  const lines = text.slice(0, split).split("\n");
  if (lines[0] !== "c2sp.org/tlog-proof@v1" || !/^index (0|[1-9][0-9]{0,15})$/.test(lines[1])) throw new Error("not a proof");
  return {index: Number(lines[1].slice(6)), path: lines.slice(2).map(unbase64), note: text.slice(split + 2)};
}

function included(leaf, index, size, path, root) {
  if (index < 0 || index >= size || path.length > 63) return false;
  let node = index, last = size - 1, hash = leaf;
  for (const sibling of path) {
    if (last === 0 || sibling.length !== 32) return false;
    if (node % 2 === 1 || node === last) {
      hash = sha256(concat([1], sibling, hash));
      while (node % 2 === 0 && node !== 0) { node = Math.floor(node / 2); last = Math.floor(last / 2); }
    } else {
      hash = sha256(concat([1], hash, sibling));
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && same(hash, root);
}

// ---- DER, as far as a time-stamp token needs it: what it is about, and when

function der(bytes, at = 0, end = bytes.length) {
  const out = [];
  while (at < end) {
    const tag = bytes[at++];
    let length = bytes[at++];
    if (length > 0x80) { let n = length & 0x7f; length = 0; while (n-- > 0) length = length * 256 + bytes[at++]; }
    if (!(at + length <= end)) throw new Error("not DER");
    out.push({tag, body: bytes.slice(at, at + length)});
    at += length;
  }
  return out;
}

/** TSTInfo (RFC 3161, 2.4.2) out of SignedData (RFC 5652, 5.1). */
function token(bytes) {
  const signedData = der(der(der(bytes)[0].body)[1].body)[0].body;
  const encapsulated = der(der(signedData)[2].body);
  const info = der(der(der(encapsulated[1].body)[0].body)[0].body);
  const imprint = der(info[2].body);
  return {imprint: imprint[1].body, time: utf8(info.find((one) => one.tag === 0x18).body)};
}

// ---- the package

const LOCAL = 0x04034b50;

function stored(zip) {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength), members = new Map();
  let at = 0;
  while (at + 30 <= zip.length && view.getUint32(at, true) === LOCAL) {
    const length = view.getUint32(at + 22, true), nameLength = view.getUint16(at + 26, true);
    const name = String.fromCharCode(...zip.slice(at + 30, at + 30 + nameLength));
    const begin = at + 30 + nameLength;
    if (view.getUint16(at + 8, true) !== 0 || view.getUint16(at + 28, true) !== 0 || begin + length > zip.length) {
      throw new Error("the member at byte " + at + " is compressed or cut off; a package is only ever stored");
    }
    if (!/^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9./-]{0,119}$/.test(name) || members.has(name) || members.size >= 1000) {
      throw new Error("the member at byte " + at + " has a name that is not allowed, or that was there before");
    }
    members.set(name, zip.slice(begin, begin + length));
    at = begin + length;
  }
  if (members.size === 0) throw new Error("it does not begin with a member");
  return members;
}

const CRC = Uint32Array.from({length: 256}, (_, n) => { for (let i = 0; i < 8; i++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1; return n >>> 0; });
const crc32 = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = CRC[(c ^ b) & 0xff] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
const fields = (...values) => concat(...values.map(([size, value]) =>
  Uint8Array.from({length: size}, (_, i) => Math.floor(value / 2 ** (8 * i)) & 0xff)));

/** The ZIP that these members make; a package is exactly that. */
function rebuilt(members) {
  const locals = [], centrals = [];
  let at = 0;
  for (const [name, content] of members) {
    const common = fields([2, 10], [2, 0], [2, 0], [2, 0], [2, 0x5c21], [4, crc32(content)], [4, content.length],
      [4, content.length], [2, name.length]);
    locals.push(fields([4, LOCAL]), common, fields([2, 0]), ascii(name), content);
    centrals.push(fields([4, 0x02014b50], [2, 10]), common, fields([2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), ascii(name));
    at += 30 + name.length + content.length;
  }
  const directory = concat(...centrals);
  return concat(...locals, directory,
    fields([4, 0x06054b50], [4, 0], [2, members.size], [2, members.size], [4, directory.length], [4, at], [2, 0]));
}

const strings = (one, ...names) => names.every((name) => typeof one[name] === "string");
const list = (all, each) => Array.isArray(all) && all.every((one) => one !== null && typeof one === "object" && each(one));
const texts = (all) => Array.isArray(all) && all.every((one) => typeof one === "string");

/** Whether all is there that is asked for below: even who holds the key may have sealed nonsense. */
function shaped(index) {
  return list([index.work], (work) => strings(work, "id", "title", "fileName", "sha256", "pixelSha256"))
    && list(index.members, (one) => strings(one, "path", "role", "sha256") && typeof one.bytes === "number")
    && list(index.statements, (one) => strings(one, "kind", "entry", "proof")
      && list(one.openings, (opening) => strings(opening, "name", "salt", "digest")))
    && list(index.checkpoints, (one) => strings(one, "path") && texts(one.witnesses) && texts(one.tokens));
}

/** All answers, in the order in which they were found: {question, subject, holds, detail}. */
function verifyPackage(zip, knownKey) {
  const answers = [];
  const answer = (question, subject, holds, detail) => { answers.push({question, subject, holds, detail}); return holds; };
  const ask = (question, subject, find) => {
    try { return answer(question, subject, true, find()); } catch (e) { return answer(question, subject, false, e.message); }
  };
  const must = (condition, otherwise) => { if (!condition) throw new Error(otherwise); };
  let members = new Map(), index = null, logKey = null;
  const content = (path) => { must(members.has(path), path + " is missing"); return members.get(path); };
  ask("container", "package", () => { members = stored(zip); return members.size + " members"; });
  if (!members.size) return {answers, index};
  const readable = ask("index", "index.json", () => {
    index = JSON.parse(utf8(content("index.json")));
    must(index.format === "countermark-evidence" && index.version === 1, "not an index of version 1");
    return "version 1";
  });
  const known = !knownKey || !readable || knownKey.trim() === index.logKey
    || answer("seal", "index.json", false, "names another log key than the one that you know");
  const sealed = readable && known && ask("seal", "SEAL", () => {
    logKey = verifierKey(index.logKey);
    const seal = note(utf8(content("SEAL")));
    must(seal.text === "countermark evidence package 1\n" + logKey.name + "\n" + base64(sha256(content("index.json"))) + "\n",
      "the seal is on another index");
    must(seal.signatures.length === 1 && signedBy(seal, logKey) === true, "the seal is not signed by the log's key");
    return knownKey ? "sealed by the key that you know" : "sealed by the key that the package names";
  });
  if (sealed && (shaped(index) || answer("index", "index.json", false, "lacks something that an index has"))) {
    const expected = new Set(["index.json", "SEAL"]);
    for (const member of index.members) {
      expected.add(member.path);
      ask("member", member.path, () => {
        const bytes = content(member.path);
        must(bytes.length === member.bytes && hex(sha256(bytes)) === member.sha256, "its bytes are not those that were sealed");
        must(member.role !== "ORIGINAL" || member.sha256 === index.work.sha256, "is not the original that the index speaks of");
        return "SHA-256 " + member.sha256;
      });
    }
    for (const path of members.keys()) if (!expected.has(path)) answer("member", path, false, "is not in the index");
    for (const one of index.checkpoints) ask("checkpoint", one.path, () => {
      const signed = note(utf8(content(one.path))), head = checkpoint(signed);
      must(head.origin === logKey.name && head.size === one.size, "is of another log or size");
      must(signedBy(signed, logKey) === true, "not signed by the log");
      const unknown = one.witnesses.map(verifierKey).filter((key) => {
        const holds = signedBy(signed, key);
        must(holds !== false, "not co-signed by " + key.name);
        return holds === null;
      });
      return head.size + " entries, signed by the log"
        + (one.witnesses.length ? " and " + one.witnesses.length + " witness(es)" : "")
        + (unknown.length ? "; " + unknown.length + " with a kind of key that is not checked here" : "");
    });
    answer("statement", "package", index.statements.length > 0, index.statements.length + " statement(s) of the log");
    for (const one of index.statements) {
      ask("statement", one.entry, () => {
        const bytes = content(one.entry), text = utf8(content(one.proof)), proof = tlogProof(text);
        const signed = note(proof.note), head = checkpoint(signed), entry = JSON.parse(utf8(bytes));
        must(head.origin === logKey.name && signedBy(signed, logKey) === true, "the proof's checkpoint is not signed by the log");
        must(index.checkpoints.some((c) => utf8(content(c.path)) === proof.note), "is proved under another checkpoint");
        must(proof.index === one.index && included(sha256(concat([0], bytes)), proof.index, head.size, proof.path, head.root),
          "the proof does not lead from the entry to the signed root");
        must(entry.asset === index.work.id && entry.type === one.kind, "is about another work, or of another kind");
        return one.kind + ", entry " + one.index + " of " + head.size + ", claimed for " + entry.time;
      });
      ask("commitment", one.entry, () => {
        const entry = JSON.parse(utf8(content(one.entry)));
        const rendition = index.members.find((member) => member.role === "RENDITION");
        for (const opening of one.openings) {
          const value = sha256(concat(ascii("countermark commitment 1\0" + opening.name + "\0"), unhex(opening.salt), unhex(opening.digest)));
          must(hex(value) === entry.commitments[opening.name], "\"" + opening.name + "\" does not open to what is said");
          const original = one.kind === "ingest" || one.kind === "edit";
          must(!(original && opening.name === "bytes") || opening.digest === index.work.sha256, "was logged for another file");
          must(!(original && opening.name === "pixels") || opening.digest === index.work.pixelSha256, "was logged for other pixels");
          must(!(one.kind === "derive" && opening.name === "bytes" && rendition) || opening.digest === rendition.sha256,
            "was logged for another rendition");
        }
        must(one.openings.map((o) => o.name).sort().join() === Object.keys(entry.commitments).sort().join(),
          "not every commitment is opened");
        return one.openings.map((o) => o.name).join(", ") + ": the facts that were logged";
      });
    }
    for (const one of index.checkpoints) for (const path of one.tokens) ask("time-stamp", path, () => {
      const found = token(content(path));
      must(same(found.imprint, sha256(encodeUtf8(note(utf8(content(one.path))).text))), "is of something else");
      const renewals = index.members.filter((m) => m.role === "TIME_STAMP_RENEWAL" && m.path.startsWith(path + ".renewal-"));
      let before = path, last = found.time;
      renewals.forEach((m, i) => {
        const renewal = token(content(m.path));
        must(m.path === path + ".renewal-" + (i + 1), "a renewal is missing, or not in its place");
        must(same(renewal.imprint, sha256(content(before))), "renewal " + (i + 1) + " is of something else");
        must(renewal.time >= last, "renewal " + (i + 1) + " is older than what it renews");
        before = m.path; last = renewal.time;
      });
      return "says " + found.time + " (what it is about was checked; its signature was not: openssl ts -verify, or the command line)";
    });
  }
  ask("rest", "package", () => {
    const expected = rebuilt(members);
    must(same(expected, zip), "there are bytes that belong to no member");
    return "no byte is left over";
  });
  return {answers, index: sealed ? index : null};
}

if (typeof module !== "undefined") module.exports = {verifyPackage, sha256, sha512, ed25519, hex, unhex};

// ---- the page

if (typeof document !== "undefined") {
  const $ = (id) => document.getElementById(id);
  const chinese = (navigator.language || "").startsWith("zh");
  const say = (english, inChinese) => (chinese ? inChinese : english);
  const cell = (row, text) => { const td = document.createElement("td"); td.textContent = text; row.append(td); };
  const show = ({answers, index}) => {
    const wrong = answers.find((one) => !one.holds), known = $("key").value.trim();
    $("verdict").className = wrong ? "bad" : known ? "good" : "open";
    $("verdict").textContent = wrong
      ? "\u2717 " + say("Not as it was sealed: ", "与签封时不符：") + wrong.question + ", " + wrong.subject + ": " + wrong.detail
      : known
        ? "\u2713 " + say("Whole, and sealed by the key that you gave.", "完整，且由您提供的公钥签封。")
        : "\u2713 " + say("Whole. Who sealed it is the package's own word: compare the key below with one from elsewhere.",
          "完整。签封者仅为证据包自述：请将下列公钥与其他来源核对。");
    $("about").textContent = index && index.work ? index.work.title + " \u2014 " + index.work.fileName + " \u2014 " + index.work.sha256 : "";
    $("named").textContent = index && index.logKey ? index.logKey : "";
    $("answers").replaceChildren(...answers.map((one) => {
      const row = document.createElement("tr");
      row.className = one.holds ? "" : "bad";
      cell(row, one.holds ? "\u2713" : "\u2717");
      cell(row, one.question);
      cell(row, one.subject);
      cell(row, one.detail);
      return row;
    }));
    $("result").hidden = false;
  };
  const check = async (file) => {
    $("verdict").className = "";
    $("verdict").textContent = say("Checking\u2026", "验证中…");
    $("result").hidden = false;
    const zip = new Uint8Array(await file.arrayBuffer());
    setTimeout(() => show(verifyPackage(zip, $("key").value)), 20);
  };
  $("file").addEventListener("change", () => $("file").files[0] && check($("file").files[0]));
  $("key").addEventListener("change", () => $("file").files[0] && check($("file").files[0]));
}
