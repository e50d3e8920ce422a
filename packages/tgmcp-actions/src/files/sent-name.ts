/** The name under which a file is sent: the last part of where it came from, without what could hide or lead elsewhere. */
const LONGEST = 120;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{Default_Ignorable_Code_Point}]/gu;

/** A name of one line and no folder, at most {@link LONGEST} characters, its ending kept; `file` where nothing is left. */
export function sentName(raw: string | undefined): string {
  const last = (raw ?? '').split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(UNSEEN, '_').trim().replace(/^\.+/, '');
  if (clean === '') return 'file';
  const points = Array.from(clean);
  if (points.length <= LONGEST) return clean;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(clean)?.[0] ?? '';
  return points.slice(0, LONGEST - ending.length).join('') + ending;
}
