// Who may import whom. `npm test` runs these; test/import-rules.test.ts shows that each of them catches what it forbids.
const AREAS = ['account', 'company', 'service', 'management', 'evaluation', 'certification']
const PURE = '/(contract|access|rules)(/|[.]ts$)'
const SCREENS = '[.]tsx$'
const TESTS = '([.]test[.]|^test/)'

/** An area enters those beneath it, never those above. */
const upward = AREAS.map((area, height) => ({
  name: `${area}-looks-down-only`,
  comment: `src/${area} stands beneath ${AREAS.slice(height + 1).join(', ')}: it must not know them. What is above hears of what happened below by history.`,
  severity: 'error',
  from: { path: `^src/${area}/`, pathNot: TESTS },
  to: { path: `^src/(${AREAS.slice(height + 1).join('|')})/` },
})).slice(0, -1)

/** An area is entered by its door; its words and pure rules may be read by all above. */
const doors = AREAS.map((area) => ({
  name: `${area}-has-one-door`,
  comment: `Other areas enter src/${area} through its door.ts (or read its contract, access and rules). Put what you need on the door.`,
  severity: 'error',
  from: { path: `^src/(${AREAS.filter((other) => other !== area).join('|')})/`, pathNot: `(${TESTS}|${SCREENS})` },
  to: { path: `^src/${area}/`, pathNot: `(^src/${area}/(pure-)?door[.]ts$|${PURE})` },
}))

module.exports = {
  forbidden: [
    ...upward,
    ...doors,
    {
      name: 'shared-is-pure',
      comment: 'src/shared runs everywhere and knows no domain: it imports only itself and packages without I/O.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: TESTS },
      to: { path: '^(src/(?!shared/)|seeds/|test/)' },
    },
    {
      name: 'shared-without-node',
      comment: 'src/shared also runs in the browser: no node: modules.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-knows-no-domain',
      comment: 'src/server is plumbing. Domain code uses it, not the other way round.',
      severity: 'error',
      from: { path: '^src/server/', pathNot: TESTS },
      to: { path: `^src/(${AREAS.join('|')}|client|ui|app)/` },
    },
    {
      name: 'pure-half-stays-pure',
      comment: 'contract, access and rules run on the phone too: they import shared and other pure files only.',
      severity: 'error',
      from: { path: `^src/(${AREAS.join('|')})/[a-z/-]*${PURE}`, pathNot: TESTS },
      to: {
        path: '^src/',
        pathNot: `(^src/shared/|${PURE}|/pure-door[.]ts$|[.]json$|^src/server/(document|tabular)/model[.]ts$)`,
      },
    },
    {
      name: 'screens-see-no-server',
      comment: 'A screen reads contract, access, rules, client and ui. The server half never reaches a browser.',
      severity: 'error',
      from: { path: '^src/[a-z/-]+[.]tsx$', pathNot: TESTS },
      to: {
        path: `^src/(server/(?!files/contract|live/contract|messages/contract)|[a-z]+/[^/]+/(actions|store|routes|jobs))`,
      },
    },
    {
      name: 'ui-could-ship-elsewhere',
      comment: 'src/ui knows no domain and no app: it could ship in another product.',
      severity: 'error',
      from: { path: '^src/ui/', pathNot: TESTS },
      to: { path: `^src/(${AREAS.join('|')}|app|client|server)/` },
    },
    {
      name: 'light-apps-without-ant-design',
      comment: 'Phone and portal must stay under 150 kB: Ant Design and ECharts belong to the desk.',
      severity: 'error',
      from: {
        path: '(^src/app/(phone|portal|shell)/|^src/ui/|^src/client/|/phone/[^/]+[.]tsx$|/portal/[^/]+[.]tsx$)',
        pathNot: TESTS,
      },
      to: { path: 'node_modules/(antd|@ant-design|echarts)/' },
    },
    {
      name: 'only-the-top-wires',
      comment:
        'main, serve, installation, all-* and the command line put the house together; nothing inside it reaches for them.',
      severity: 'error',
      from: { path: '^src/[a-z-]+/', pathNot: `(${TESTS}|^src/cli/)` },
      to: { path: '^src/(main|serve|installation|all-[a-z]+)[.]ts$' },
    },
    {
      name: 'no-test-code-in-the-product',
      comment: 'Product code never imports tests.',
      severity: 'error',
      from: { path: '^(src|seeds)/', pathNot: '([.]test[.]|^src/cli/bench)' },
      to: { path: '(^test/|[.]test[.])' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(dist/|generated/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
