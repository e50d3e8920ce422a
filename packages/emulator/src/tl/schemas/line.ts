/** One line of schema text: `name#id field:type … = Result;`. */
export function schemaLine(name: string, id: number, fields: readonly string[], result: string): string {
  return [`${name}#${(id >>> 0).toString(16)}`, ...fields, '=', `${result};`].join(' ');
}
