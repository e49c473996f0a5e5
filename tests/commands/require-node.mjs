// Runs on any Node from 18 on, so that an old one gets a sentence instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Carnet needs Node 22.18 or newer and this is ${process.versions.node}: install it from https://nodejs.org, or run \`npm ci\` again on Linux or Windows, which brings Node 24 along.`,
  );
  process.exit(1);
}
