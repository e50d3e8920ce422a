/** Where the schema text of one API layer comes from; the text is made only when it is asked for. */
export interface SchemaSource {
  readonly layer: number;
  text(): string;
}
