/** Whether a condition names the ETag: then the client has the body already. */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  // GET compares weakly (RFC 9110): a cache on the way may have weakened the tag. `*` matches nothing here, since
  // whether the question can be answered is not known yet.
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
