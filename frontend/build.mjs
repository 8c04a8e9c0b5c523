// Builds the portal's styles, scripts, fonts and coastline into its static folder.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as sass from "sass";
import { coastline, coastlineSvg } from "./coastline.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const packages = join(root, "node_modules");
const portal = join(root, "src/boligsocial/portal");
const out = join(portal, "static/vendor");
const theme = JSON.parse(await readFile(join(portal, "theme.json"), "utf8"));

function themeAsScss() {
  const colours = Object.entries(theme.colours);
  const statuses = Object.entries(theme.statuses);
  const properties = [
    ...colours.map(([name, value]) => `--${name}: ${value};`),
    ...statuses.flatMap(([id, status]) => [
      `--status-${id}: ${status.fill};`,
      `--status-${id}-edge: ${status.stroke};`,
    ]),
  ];
  return [
    ...colours.map(([name, value]) => `$${name}: ${value};`),
    `$font: "${theme.font}";`,
    `$statuses: (${statuses.map(([id]) => `"${id}"`).join(", ")});`,
    `@mixin properties { ${properties.join(" ")} }`,
  ].join("\n");
}

const themeImporter = {
  canonicalize: (url) => (url === "theme" ? new URL("theme:colours") : null),
  load: () => ({ contents: themeAsScss(), syntax: "scss" }),
};

async function styles() {
  const { css } = sass.compile(join(here, "site.scss"), {
    loadPaths: [packages],
    importers: [themeImporter],
    quietDeps: true,
    silenceDeprecations: ["if-function"],
  });
  await build({
    stdin: { contents: css, resolveDir: join(packages, "dkfds/dist/css"), loader: "css" },
    outfile: join(out, "site.css"),
    bundle: true,
    minify: true,
    target: ["es2022"],
    loader: { ".woff2": "file", ".svg": "file" },
    assetNames: "files/[name]-[hash]",
    logLevel: "warning",
  });
}

async function scripts() {
  await build({
    entryPoints: ["site.js", "map.js", "charts.js", "distribution.js"].map((name) => join(here, name)),
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    legalComments: "linked",
    loader: { ".json": "json" },
    logLevel: "warning",
  });
  await build({
    entryPoints: [join(packages, "maplibre-gl/dist/maplibre-gl.css")],
    outfile: join(out, "map.css"),
    minify: true,
    bundle: true,
    logLevel: "warning",
  });
  await cp(join(packages, "htmx.org/dist/htmx.min.js"), join(out, "htmx.js"));
  await cp(join(packages, "maplibre-gl/dist/maplibre-gl-worker.mjs"), join(out, "map-worker.js"));
  await cp(
    join(packages, "dkfds/dist/fonts/IBMPlexSans/split/woff2/license.txt"),
    join(out, "files/IBMPlexSans-licence.txt"),
  );
}

async function outlines() {
  const world = JSON.parse(
    await readFile(join(packages, "world-atlas/countries-10m.json"), "utf8"),
  );
  const land = coastline(world);
  await writeFile(join(out, "denmark.geojson"), JSON.stringify(land));
  await writeFile(join(out, "denmark.svg"), coastlineSvg(land, theme));
}

async function squeezedAndStamped() {
  const names = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const stamp = createHash("sha256");
  for (const name of names) {
    const content = await readFile(name);
    stamp.update(content);
    if (/\.(css|js|svg|geojson)$/.test(name)) {
      await writeFile(`${name}.gz`, gzipSync(content, { level: 9 }));
      await writeFile(`${name}.br`, brotliCompressSync(content));
    }
  }
  await writeFile(join(out, "stamp.txt"), stamp.digest("hex").slice(0, 12));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([styles(), scripts(), outlines()]);
await squeezedAndStamped();
