// A style sheet that TypeScript imports is the text of the sheet, minified when bundled.
declare module "*.css" {
  const text: string;
  export default text;
}
