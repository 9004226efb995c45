// Where edge and demo site listen, and the keys to them. `cargo xtask test` starts both and tells.

/** The origin of the edge. */
export const EDGE = told("ASKHOURS_EDGE");

/** The origin of the demo site, another one than the edge's. */
export const DEMO = told("ASKHOURS_DEMO");

/** The key that opens `/v1/admin/`. */
export const ADMIN_KEY = told("ASKHOURS_ADMIN_KEY");

/** The link that signs the owner of the demo site into its inbox. */
export const SIGN_IN = told("ASKHOURS_SIGN_IN");

function told(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests by \`cargo xtask test --only browser\`.`);
  return value;
}
