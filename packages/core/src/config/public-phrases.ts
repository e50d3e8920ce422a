/** Phrases that stand in public samples: whoever can guess the phrase can approve. Compared without case and spaces. */
const PUBLIC = new Set([
  'отправляй',
  'send it',
  'sendit',
  'confirm',
  'confirmed',
  'i confirm',
  'approve',
  'approved',
  'yes',
  'ok',
  'changeme',
  'change me',
  'change_me',
  'change-me',
  'your phrase',
  'your_phrase',
  'your-phrase',
  'your_phrase_here',
  'your phrase here',
  'your_confirmation_phrase',
  'password',
  'secret',
  'phrase',
  'set_me',
]);

/** Whether a confirmation phrase is one that everybody knows. */
export function isPublicPhrase(phrase: string): boolean {
  const plain = phrase.trim().toLowerCase();
  return PUBLIC.has(plain) || /^<.*>$/.test(plain);
}
