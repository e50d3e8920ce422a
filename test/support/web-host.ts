/** A host of the internet on loopback: what it answers, and how many connections it saw. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** The name in {@link CERTIFICATE}. */
export const HOST = 'files.example.org';

/** Valid from 2020 to 2120, for {@link HOST}, and trusted by nobody but tests. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBejCCAR+gAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDDBFmaWxlcy5l
eGFtcGxlLm9yZzAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEa
MBgGA1UEAwwRZmlsZXMuZXhhbXBsZS5vcmcwWTATBgcqhkjOPQIBBggqhkjOPQMB
BwNCAARBLrkKH++A6n1MS9dh98CKCmImDX3r0ORgFmW1bNc8QgIssuNYdYz0ra79
ljFRIi8u5evBmA/PyTnxo56sBzmvo1AwTjAcBgNVHREEFTATghFmaWxlcy5leGFt
cGxlLm9yZzAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBTJwPw33Nx9Z4OxlYin
lvY5S7p7aTAKBggqhkjOPQQDAgNJADBGAiEAh4Yf32PEwzv32366gM+gB+fwyqAs
9K1hFYy89pDLSdwCIQC4CW4Gnku2S1Upy0tWXgd1/dfGsd/v+WzhNEKbQdSwqg==
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgc8MmFhfhE3FFCYAz
QVgugxh6vAvxrbKtj+Imc6sPqxahRANCAARBLrkKH++A6n1MS9dh98CKCmImDX3r
0ORgFmW1bNc8QgIssuNYdYz0ra79ljFRIi8u5evBmA/PyTnxo56sBzmv
-----END PRIVATE KEY-----
`;

/** A server that tests dial instead of an address of the internet. */
export interface WebHost {
  readonly port: number;
  /** Connections since it began, whether or not a request came over them. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Starts a host, with TLS unless told otherwise. */
export async function openWebHost(answer: RequestListener, isPlain = false): Promise<WebHost> {
  const server: Server = isPlain
    ? createServer(answer)
    : createSecureServer({ cert: CERTIFICATE, key: KEY }, answer);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
