'use strict';

// Starts a DynamoDB (dynalite) and an S3 (s3rver) on free ports of the loopback interface. Its arguments are the folder in which
// S3 keeps its objects, and the files of the key and the certificate for TLS. The first line that it prints is a JSON object
// with the addresses; each later one is a complaint about a request. It ends when its standard input does, so that it never
// outlives who started it, however that ends.

const fs = require('fs');
const http = require('http');
const https = require('https');
const { pipeline } = require('stream');
const dynalite = require('dynalite');
const S3rver = require('s3rver');
const { verified } = require('./signature');

const secret = 'S3RVER';
const complain = text => console.log(JSON.stringify(text));

// listen returns the address of a server once it answers.
const listen = server =>
  new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
  });

// dynamodb tells a table's changes of state 100 ms late, so that there is something to wait for.
function dynamodb() {
  const server = dynalite({ createTableMs: 100, deleteTableMs: 100, updateTableMs: 100 });
  const [handler] = server.listeners('request');
  server.removeAllListeners('request');
  const refuse = (res, text) => {
    res.writeHead(400, { 'Content-Type': 'application/x-amz-json-1.0' });
    res.end(JSON.stringify({ __type: 'com.amazon.coral.service#InvalidSignatureException', message: text }));
  };
  server.on('request', verified(handler.bind(server), secret, refuse, complain));
  return listen(server);
}

// s3 listens three times: in the open, with TLS, and for itself, where bodies go that came in pieces, which s3rver does not know.
async function s3(directory, key, cert) {
  const app = new S3rver({ directory, silent: true, vhostBuckets: false });
  const inner = new URL(await listen(http.createServer(app.callback())));
  const refuse = (res, text) => {
    if (res.headersSent) return res.destroy();
    res.writeHead(403, { 'Content-Type': 'application/xml', Connection: 'close' });
    res.end(`<Error><Code>SignatureDoesNotMatch</Code><Message>${text.replace(/[<&]/g, '.')}</Message></Error>`);
  };
  const inPieces = (req, res, pieces, refused) => {
    const headers = { ...req.headers, 'content-length': req.headers['x-amz-decoded-content-length'], 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    for (const name of ['x-amz-trailer', 'x-amz-decoded-content-length', 'transfer-encoding', 'expect']) delete headers[name];
    headers['content-encoding'] = (headers['content-encoding'] || '').replace(/(, *)?aws-chunked/, '');
    if (!headers['content-encoding']) delete headers['content-encoding'];
    const on = http.request({ host: inner.hostname, port: inner.port, method: req.method, path: req.url, headers }, reply => {
      res.writeHead(reply.statusCode, reply.headers);
      reply.pipe(res);
    });
    // The first error is the cause, and ends the connection further on.
    let failed = false;
    const fail = err => {
      if (err && !failed) refused(err);
      failed = failed || Boolean(err);
    };
    on.on('error', err => setImmediate(fail, err));
    pipeline(req, pieces, on, fail);
  };
  const handler = verified(app.callback(), secret, refuse, complain, inPieces);
  return [await listen(http.createServer(handler)), (await listen(https.createServer({ key, cert }, handler))).replace('http:', 'https:')];
}

const [directory, key, cert] = process.argv.slice(2);

// end takes the objects away and ends.
function end() {
  fs.rmSync(directory, { recursive: true, force: true });
  process.exit(0);
}

process.stdin.resume();
process.stdin.on('end', end);
process.stdin.on('error', end);

Promise.all([dynamodb(), s3(directory, fs.readFileSync(key), fs.readFileSync(cert))]).then(
  ([dynamodb, [s3, tls]]) => console.log(JSON.stringify({ dynamodb, s3, tls })),
  err => {
    console.error(err);
    process.exit(1);
  },
);
