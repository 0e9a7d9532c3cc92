'use strict';

// Checks the signature of each request as AWS Signature Version 4 has it, in headers, in presigned queries and in the pieces of
// a body, and the checksums of bodies, since the servers do not. It is written after the specification and shares nothing with the client, and it takes the request as it
// came over the wire: a path or a query that was signed otherwise than it was sent is found.

const crypto = require('crypto');
const { Transform } = require('stream');
const crc32 = require('zlib').crc32 || require('buffer-crc32').unsigned;

const sha256 = data => crypto.createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => crypto.createHmac('sha256', key).update(data, 'utf8').digest();

// encode is RFC 3986's percent-encoding of all but the unreserved characters.
const encode = text =>
  encodeURIComponent(text).replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());

const unsigned = 'UNSIGNED-PAYLOAD';
const algorithm = 'AWS4-HMAC-SHA256';

// pairs are the parameters of a query, encoded in the one way that is signed, in order.
function pairs(query) {
  return query
    .split('&')
    .filter(pair => pair !== '')
    .map(pair => {
      const [key, ...value] = pair.split('=');
      return [encode(decodeURIComponent(key)), encode(decodeURIComponent(value.join('=')))];
    })
    .sort(([a, b], [c, d]) => (a !== c ? (a < c ? -1 : 1) : b < d ? -1 : b > d ? 1 : 0));
}

// path is the path that is signed: S3 has it encoded once, all others twice.
function path(raw, service) {
  return raw
    .split('/')
    .map(segment => encode(service === 's3' ? decodeURIComponent(segment) : segment))
    .join('/');
}

// proof is what a request shows: in its query if it is presigned, else in its header Authorization.
function proof(req, query) {
  const find = name => (query.find(([key]) => key === name) || [])[1];
  if (find('X-Amz-Signature')) {
    return {
      credential: decodeURIComponent(find('X-Amz-Credential')),
      headers: decodeURIComponent(find('X-Amz-SignedHeaders')).split(';'),
      signature: find('X-Amz-Signature'),
      at: find('X-Amz-Date'),
      hash: req.headers['x-amz-content-sha256'] || unsigned,
    };
  }
  const match = /^AWS4-HMAC-SHA256 Credential=(\S+), ?SignedHeaders=(\S+), ?Signature=([0-9a-f]{64})$/.exec(
    req.headers.authorization || '',
  );
  if (!match) throw new Error('the request has no signature');
  return {
    credential: match[1],
    headers: match[2].split(';'),
    signature: match[3],
    at: req.headers['x-amz-date'],
    hash: req.headers['x-amz-content-sha256'],
  };
}

// values is a header's value in the form that is signed.
function values(req, name) {
  const all = [];
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    if (req.rawHeaders[i].toLowerCase() === name) all.push(req.rawHeaders[i + 1].trim().replace(/ +/g, ' '));
  }
  return all.join(',');
}

// check throws unless the request is signed by the secret key. hash is the body's where the request does not name it. It returns
// what signs the pieces of a body.
function check(req, secret, hash) {
  const [raw, search = ''] = req.url.split('?');
  const query = pairs(search);
  const shown = proof(req, query);
  const [, day, region, service, end] = shown.credential.split('/');
  if (end !== 'aws4_request' || !shown.at || !shown.at.startsWith(day)) throw new Error('the credential has no scope');
  for (const name of ['host', ...Object.keys(req.headers).filter(name => name.startsWith('x-amz-'))]) {
    if (!shown.headers.includes(name)) throw new Error(`the header ${name} is not signed`);
  }
  const canonical = [
    req.method,
    path(raw, service),
    query.filter(([key]) => key !== 'X-Amz-Signature').map(pair => pair.join('=')).join('&'),
    ...shown.headers.map(name => `${name}:${values(req, name)}`),
    '',
    shown.headers.join(';'),
    shown.hash || hash,
  ].join('\n');
  const scope = [day, region, service, end].join('/');
  const key = [day, region, service, end].reduce(hmac, 'AWS4' + secret);
  const want = hmac(key, [algorithm, shown.at, scope, sha256(canonical)].join('\n')).toString('hex');
  if (want !== shown.signature) throw new Error('the signature is not that of the request:\n' + canonical);
  let last = want;
  return (kind, ...hashes) => {
    last = hmac(key, [`${algorithm}-${kind}`, shown.at, scope, last, ...hashes].join('\n')).toString('hex');
    return last;
  };
}

// The checksums that can be verified here, by their headers.
const checksums = {
  'x-amz-checksum-crc32': () => {
    let sum = 0;
    return {
      update: data => (sum = crc32(data, sum)),
      digest: () => Buffer.from([sum >>> 24, sum >>> 16, sum >>> 8, sum]).toString('base64'),
    };
  },
  'x-amz-checksum-sha1': () => digestOf('sha1'),
  'x-amz-checksum-sha256': () => digestOf('sha256'),
};

function digestOf(name) {
  const hash = crypto.createHash(name);
  return { update: data => hash.update(data), digest: () => hash.digest('base64') };
}

// A Pieces takes a body in pieces (aws-chunked) apart, and fails if a signature or the checksum behind it is wrong. sign is what
// signs the pieces; it is undefined if they are not signed.
class Pieces extends Transform {
  constructor(headers, sign) {
    super();
    Object.assign(this, { sign, left: headers['x-amz-decoded-content-length'], held: Buffer.alloc(0), piece: null, trailer: null });
    this.announced = headers['x-amz-trailer'];
    this.sum = this.announced && (checksums[this.announced] || (() => null))();
  }

  _transform(data, _, done) {
    this.held = Buffer.concat([this.held, data]);
    try {
      while (this.step());
      done();
    } catch (err) {
      done(err);
    }
  }

  // step takes a line or a piece off what is held; false if there is not enough.
  step() {
    if (this.piece) return this.takePiece();
    const end = this.held.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.held.subarray(0, end).toString('latin1');
    this.held = this.held.subarray(end + 2);
    if (this.trailer) {
      if (line === '') this.ended = true;
      else this.trailer.push(line);
      return true;
    }
    const match = /^([0-9a-fA-F]+)(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
    if (!match || !match[2] !== !this.sign) throw new Error(`a piece begins with ${line}`);
    this.piece = { size: parseInt(match[1], 16), signature: match[2] };
    return true;
  }

  takePiece() {
    const { size, signature } = this.piece;
    if (size > 0 && this.held.length < size + 2) return false;
    const data = this.held.subarray(0, size);
    if (this.sign && this.sign('PAYLOAD', sha256(''), sha256(data)) !== signature) throw new Error('the signature of a piece is wrong');
    this.piece = null;
    if (size === 0) {
      this.trailer = [];
      return true;
    }
    if (this.held.subarray(size, size + 2).toString() !== '\r\n') throw new Error('a piece is longer than it says');
    this.held = this.held.subarray(size + 2);
    this.left -= size;
    if (this.sum) this.sum.update(data);
    this.push(data);
    return true;
  }

  _flush(done) {
    try {
      this.finish();
      done();
    } catch (err) {
      done(err);
    }
  }

  finish() {
    if (!this.trailer || !this.ended || this.held.length > 0 || this.left !== 0) throw new Error('the body in pieces has no end, or another length');
    const signature = 'x-amz-trailer-signature:';
    const lines = this.trailer.filter(line => !line.startsWith(signature));
    const signatures = this.trailer.filter(line => line.startsWith(signature)).map(line => line.slice(signature.length));
    if (this.sign && lines.length > 0 && signatures[0] !== this.sign('TRAILER', sha256(lines.map(line => line + '\n').join('')))) {
      throw new Error('the signature of the trailer is wrong');
    }
    if (this.announced && (!this.sum || lines.join() !== `${this.announced}:${this.sum.digest()}`)) {
      throw new Error(`the trailer is ${lines.join()}, which is not the checksum`);
    }
  }
}

// verified is a handler of requests that hands on those whose signature is right. The others are answered by refuse. complain
// is told of them, and of bodies that are not what their hash or checksum says, which is known only when they were read. A body
// that is in pieces goes to inPieces, with what takes it apart.
exports.verified = function verified(handler, secret, refuse, complain, inPieces) {
  return (req, res) => {
    const named = req.headers['x-amz-content-sha256'];
    const presigned = /[?&]X-Amz-Signature=/.test(req.url);
    const complaint = err => complain(`${req.method} ${req.url}: ${err.message}`);
    const refused = err => {
      complaint(err);
      refuse(res, err.message);
    };
    let sign;
    if (named || presigned) {
      try {
        sign = check(req, secret);
      } catch (err) {
        return refused(err);
      }
    }
    if (/^STREAMING-/.test(named)) {
      const signed = named === 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
      if (!signed && named !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return refused(new Error(`the body is ${named}`));
      return inPieces(req, res, new Pieces(req.headers, signed && sign), refused);
    }
    watch(req, (sum, wrong) => {
      try {
        if (!named && !presigned) check(req, secret, sum);
        if (/^[0-9a-f]{64}$/.test(named) && named !== sum) throw new Error(`the body's hash is ${sum}, and not ${named}`);
        if (wrong) throw new Error(wrong);
      } catch (err) {
        complaint(err);
      }
    });
    handler(req, res);
  };
};

// watch calls done with the hash of a request's body, when all of that was read, and what is wrong with its checksums. It looks
// at the body as it passes by: a listener would take it from the server.
function watch(req, done) {
  let left = Number(req.headers['content-length'] || 0);
  const hash = crypto.createHash('sha256');
  const sums = Object.keys(checksums).filter(name => req.headers[name]).map(name => [name, checksums[name]()]);
  const emit = req.emit;
  req.emit = function (event, ...args) {
    if (event === 'data') {
      left -= args[0].length;
      hash.update(args[0]);
      sums.forEach(([, sum]) => sum.update(args[0]));
    }
    if (event === 'end' && left <= 0) {
      const wrong = sums.map(([name, sum]) => [name, sum.digest()]).filter(([name, sum]) => req.headers[name] !== sum);
      done(hash.digest('hex'), wrong.map(([name, sum]) => `${name} should be ${sum}`).join());
    }
    return emit.call(this, event, ...args);
  };
}
