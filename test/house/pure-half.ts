import ts from 'typescript'

const CLOCKS = new Set(['Date.now', 'performance.now', 'process.hrtime', 'Temporal.Now'])
const CHANCE = new Set([
  'Math.random',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'newId',
  'randomUUID',
  'randomBytes',
])
const WORLD = new Set(['fetch', 'setTimeout', 'setInterval', 'process.env', 'localStorage', 'console.log'])

/** Where a pure file looks at a clock, draws by chance, or reaches out into the world: `path:line what`. */
export function impurities({ path, text }: { path: string; text: string }): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const note = (node: ts.Node, what: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    found.push(`${path}:${line + 1} ${what}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      note(node, 'new Date()')
    if (ts.isCallExpression(node) && node.expression.getText() === 'Date') note(node, 'Date()')
    if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) {
      const name = ts.isCallExpression(node) ? node.expression.getText() : node.getText()
      const isPart = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
      if (!isPart && (CLOCKS.has(name) || CHANCE.has(name) || WORLD.has(name))) note(node, name)
    }
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const from = node.moduleSpecifier.text
      if (from.startsWith('node:')) note(node, from)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Where a file catches errors by itself. */
export function catches({ path, text }: { path: string; text: string }): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTryStatement(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      found.push(`${path}:${line + 1} try`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
