type SharedColumn<T> = new (buffer: SharedArrayBuffer) => T;

/** A column in memory that worker threads see without a copy: of a length, or holding the given items. */
export function shared<T extends { readonly BYTES_PER_ELEMENT: number; set(items: ArrayLike<number>): void }>(
  Column: SharedColumn<T> & { readonly BYTES_PER_ELEMENT: number },
  content: number | ArrayLike<number>,
): T {
  const length = typeof content === 'number' ? content : content.length;
  const column = new Column(new SharedArrayBuffer(length * Column.BYTES_PER_ELEMENT));
  if (typeof content !== 'number') column.set(content);
  return column;
}
