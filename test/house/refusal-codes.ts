import ts from 'typescript'

/** A refusal met in the code. `params` is null where its names cannot be read off the code. */
export type FoundRefusal = { at: string; code: string; params: string[] | null }
export type Found = { refusals: FoundRefusal[]; unread: string[] }

const KINDS = ['invalid', 'forbidden', 'not_found', 'conflict']

/** A function or class that makes a refusal out of its arguments: where the code and the params stand among them. */
type Maker = { name: string; code: number; params: number; file: string | null }

const MAKERS: Maker[] = [
  { name: 'refuse', code: 1, params: 2, file: null },
  // Becomes a refusal of the same code in readTabular.
  { name: 'UnreadableFile', code: 0, params: 1, file: null },
]

/**
 * Every refusal that these files make: by `refuse`, by a function that passes its arguments on to it, or as a plain value.
 * Files that only pass on what another file made are named in `passingOn`.
 */
export function findRefusals(files: { path: string; text: string }[], passingOn: readonly string[] = []): Found {
  const sources = files.map(({ path, text }) =>
    ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : undefined),
  )
  const makers = [...MAKERS]
  // A function of its own of that name, e.g. one that notes a refused cell, hides ours.
  for (const source of sources.filter(declaresRefuse))
    makers.unshift({ name: 'refuse', code: 1_000, params: 1_000, file: source.fileName })
  // A maker found in one round may itself be called by another.
  for (let before = -1; before !== makers.length; ) {
    before = makers.length
    for (const source of sources) addMakers(source, makers)
  }
  const found: Found = { refusals: [], unread: [] }
  for (const source of sources) readSource(source, makers, found, passingOn)
  return found
}

function everyNode(root: ts.Node, visit: (node: ts.Node) => void): void {
  visit(root)
  ts.forEachChild(root, (child) => everyNode(child, visit))
}

function declaresRefuse(source: ts.SourceFile): boolean {
  let declares = false
  everyNode(source, (node) => {
    if (!ts.isVariableDeclaration(node) && !ts.isFunctionDeclaration(node)) return
    declares ||= node.name !== undefined && ts.isIdentifier(node.name) && node.name.text === 'refuse'
  })
  return declares
}

type Made = { code: ts.Expression; params: ts.Expression | undefined }

/** The refusal that this node makes, if it makes one. */
function madeBy(node: ts.Node, makers: Maker[], path: string): Made | undefined {
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression
    const maker = makers.find((one) => one.name === text && (one.file === null || one.file === path))
    const code = maker && node.arguments?.[maker.code]
    return code && { code, params: node.arguments?.[maker.params] }
  }
  if (!ts.isObjectLiteralExpression(node)) return undefined
  const kind = memberOf(node, 'kind')
  const code = memberOf(node, 'code')
  const isRefusal = kind && ts.isStringLiteral(kind) && KINDS.includes(kind.text)
  return isRefusal && code ? { code, params: memberOf(node, 'params') } : undefined
}

function memberOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const member of node.properties) {
    if (!member.name || !ts.isIdentifier(member.name) || member.name.text !== name) continue
    if (ts.isPropertyAssignment(member)) return member.initializer
    if (ts.isShorthandPropertyAssignment(member)) return member.name
  }
  return undefined
}

function addMakers(source: ts.SourceFile, makers: Maker[]): void {
  everyNode(source, (node) => {
    const made = madeBy(node, makers, source.fileName)
    if (!made || !ts.isIdentifier(made.code)) return
    const home = enclosingFunction(node)
    const code = home ? placeOf(home.of, made.code) : -1
    if (!home || code < 0) return
    const params = made.params && ts.isIdentifier(made.params) ? placeOf(home.of, made.params) : 1_000
    if (!makers.some((one) => one.name === home.name && one.file === source.fileName))
      makers.push({ name: home.name, code, params, file: source.fileName })
  })
}

function enclosingFunction(node: ts.Node): { name: string; of: ts.SignatureDeclaration } | undefined {
  for (let up = node.parent; up; up = up.parent) {
    if (ts.isFunctionDeclaration(up) && up.name) return { name: up.name.text, of: up }
    if (!ts.isArrowFunction(up) || !ts.isVariableDeclaration(up.parent)) continue
    if (ts.isIdentifier(up.parent.name)) return { name: up.parent.name.text, of: up }
  }
  return undefined
}

function placeOf(of: ts.SignatureDeclaration, name: ts.Identifier): number {
  return of.parameters.findIndex((one) => ts.isIdentifier(one.name) && one.name.text === name.text)
}

function readSource(source: ts.SourceFile, makers: Maker[], found: Found, passingOn: readonly string[]): void {
  everyNode(source, (node) => {
    const made = madeBy(node, makers, source.fileName)
    if (!made) return
    const home = enclosingFunction(node)
    // Inside a maker the code is an argument: read where it is called.
    if (home && ts.isIdentifier(made.code) && placeOf(home.of, made.code) >= 0) return
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    const at = `${source.fileName}:${line}`
    const codes = codesOf(made.code, source)
    if (codes) for (const code of codes) found.refusals.push({ at, code, params: paramNames(made.params, source) })
    else if (isCarried(made.code) && !passingOn.includes(source.fileName)) readCarriers(source, found, at)
    else found.unread.push(`${at} ${made.code.getText()}`)
  })
}

function isCarried(code: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(code) && code.name.text === 'code'
}

/** A refusal out of `it.code`: where `it` is made in the same file, as `{code: 'x', params}`. */
function readCarriers(source: ts.SourceFile, found: Found, at: string): void {
  let carried = 0
  everyNode(source, (node) => {
    if (!ts.isObjectLiteralExpression(node) || memberOf(node, 'kind')) return
    const code = memberOf(node, 'code')
    const codes = code && codesOf(code, source)
    if (!codes || !memberOf(node, 'params')) return
    carried += 1
    for (const one of codes)
      found.refusals.push({ at, code: one, params: paramNames(memberOf(node, 'params'), source) })
  })
  if (carried === 0) found.unread.push(`${at} a code made elsewhere`)
}

function codesOf(code: ts.Expression, source: ts.SourceFile): string[] | undefined {
  const plain = unwrapped(code)
  if (ts.isStringLiteralLike(plain)) return [plain.text]
  if (ts.isConditionalExpression(plain)) {
    const [yes, no] = [codesOf(plain.whenTrue, source), codesOf(plain.whenFalse, source)]
    return yes && no && [...yes, ...no]
  }
  const value = ts.isIdentifier(plain) ? constant(plain, source) : undefined
  return value && codesOf(value, source)
}

function paramNames(params: ts.Expression | undefined, source: ts.SourceFile): string[] | null {
  if (!params) return []
  const plain = unwrapped(params)
  if (ts.isIdentifier(plain)) {
    const value = constant(plain, source)
    return value ? paramNames(value, source) : null
  }
  if (!ts.isObjectLiteralExpression(plain)) return null
  const names: string[] = []
  for (const member of plain.properties) {
    const more = ts.isSpreadAssignment(member) ? paramNames(member.expression, source) : [member.name!.getText()]
    if (!more) return null
    names.push(...more)
  }
  return names
}

function unwrapped(expression: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression)
  return isWrapped ? unwrapped(expression.expression) : expression
}

/** The value of a `const` of that name, the nearest one above its use. */
function constant(name: ts.Identifier, source: ts.SourceFile): ts.Expression | undefined {
  let value: ts.Expression | undefined
  everyNode(source, (node) => {
    const isIt = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name.text
    if (isIt && node.pos < name.pos && node.initializer) value = node.initializer
  })
  return value
}
