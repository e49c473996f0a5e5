/** Cycles, those of types included. Layers and packages: tests/architecture/layers.test.ts. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one concept, or miss a third that both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-without-tests',
      comment: 'What ships never imports what proves it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|\\.output|fixtures)/' },
    enhancedResolveOptions: {
      conditionNames: ['svelte', 'browser', 'import', 'default'],
      extensions: ['.ts', '.js', '.svelte'],
      mainFields: ['module', 'main'],
    },
  },
};
