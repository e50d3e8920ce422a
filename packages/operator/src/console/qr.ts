import { renderUnicodeCompact } from 'uqr';
import type { Console } from './console.js';

/**
 * Shows a login link as a QR code, on stderr: stdout carries results. Dark modules on a light ground, as scanners want
 * it, in whichever colours the terminal has; not `drawn`, the link alone.
 */
export function printQr(console: Console, link: string, lifeSec: number, drawn: boolean): void {
  if (drawn) console.note(renderUnicodeCompact(link, { border: 2 }));
  else console.note(link);
  console.note(
    `Scan it in Telegram: Settings, Devices, Link Desktop Device. It is good for ${lifeSec} seconds; then a new one follows.`,
  );
}
