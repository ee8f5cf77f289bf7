// What goes to and from the host. The frame greets each origin that its address names with a port,
// and everything else goes through the port: only a document of that origin ever holds its other end,
// so nobody else is told anything, and nobody else's messages are read.

/** @typedef {import('./types.d.ts').FrameMessage} FrameMessage */
/** @typedef {import('./types.d.ts').ReadyMessage} ReadyMessage */

export class Hosts {
  /** @type {MessagePort[]} */
  #ports = [];
  #received;

  /** @param {(data: unknown) => void} received a message of a host */
  constructor(received) {
    this.#received = received;
  }

  /**
   * @param {Window} host
   * @param {string[]} origins that may hear it
   */
  greet(host, origins) {
    /** @type {ReadyMessage} */
    const ready = { type: 'speclens:ready', version: 1 };
    for (const origin of origins) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => this.#received(data);
      this.#ports.push(port1);
      host.postMessage(ready, origin, [port2]);
    }
  }

  /** @param {FrameMessage} message */
  tell(message) {
    for (const port of this.#ports) port.postMessage(message);
  }
}
