// Bundles our sheet and our scripts with what they import: node build.mjs FOLDER writes the sheets, app.js and the mark there.
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";

const [folder] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
await build({
  entryPoints: { app: "js/app.js" },
  outdir: folder,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "linked",
});
await build({ entryPoints: { app: "css/app.css", data: "css/imports.css", situation: "css/situation.css", gallery: "css/gallery.css" }, outdir: folder, bundle: true, minify: true, target: ["chrome120", "firefox120", "safari17"] });
await copyFile("mark.svg", `${folder}/mark.svg`);
