// A proxy that writes down all that a browser sends through it: what leaves, as the network sees it.

import { createServer, request as ask } from 'node:http';

/**
 * Starts it. `sent` has every request: its method, address, and bytes of its body. A connection to anywhere in secret
 * is written down too, and refused.
 * @returns {Promise<{ url: string, sent: { method: string, url: string, bytes: number }[], close: () => void }>}
 */
export async function recordingProxy() {
  const sent = [];
  const server = createServer((incoming, outgoing) => {
    const one = { method: incoming.method, url: incoming.url, bytes: 0 };
    sent.push(one);
    const { method, headers } = incoming;
    const onward = ask(incoming.url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.on('data', (bytes) => {
      one.bytes += bytes.length;
    });
    incoming.pipe(onward);
  });
  server.on('connect', ({ url }, socket) => {
    sent.push({ method: 'CONNECT', url, bytes: 0 });
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
