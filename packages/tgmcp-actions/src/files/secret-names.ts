/** Names of files that are never sent, wherever they lie: whoever has one of them has an account, a server or a wallet. */

const SECRET: readonly RegExp[] = [
  /\.session(\b|-|$)/i,
  /^env$|\.env(\.|$)/i,
  /^id_(rsa|dsa|ecdsa|ed25519)/i,
  /\.(pem|key|p8|p12|pfx|ppk|jks|keystore|kdbx?|ovpn|gpg|asc|wallet)$/i,
  /^(credentials|secrets?|passwords?|shadow|passwd|authorized_keys|known_hosts)(\.[a-z0-9]+)?$/i,
];

/** Whether one part of a path below a file root keeps the file from being sent: a hidden one, or one of a secret. */
export function isSecretName(part: string): boolean {
  return part.startsWith('.') || SECRET.some((pattern) => pattern.test(part));
}
