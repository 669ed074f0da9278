import ts from 'typescript'

type File = { path: string; text: string }

/** Of each name that is declared at the top of a file or is an endpoint: the names that running it runs. */
type Graph = Map<string, Set<string>>

/**
 * Names of the product that running these tests reaches, followed from what the tests name. Read off the code, so it may count a name as
 * reached that no test happens to run, never the other way round. A mounted handler is reached only by a test that names its endpoint.
 */
export function reachedFrom(tests: File[], product: File[]): Set<string> {
  const graph: Graph = new Map()
  for (const file of product) addFile(graph, parse(file))
  const reached = new Set<string>()
  const waiting = tests.flatMap((file) => {
    const source = parse(file)
    return [...mentions(source, namesIn(source))]
  })
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    waiting.push(...(graph.get(name) ?? []))
  }
  return reached
}

/** The functions that a file exports. */
export function exportedFunctions(file: File): string[] {
  return parse(file).statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && statement.modifiers?.some(isExport)
    if (!isExported) return []
    if (ts.isFunctionDeclaration(statement) && statement.name) return [statement.name.text]
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations
      .filter(
        (one) => one.initializer && (ts.isArrowFunction(one.initializer) || ts.isFunctionExpression(one.initializer)),
      )
      .map((one) => one.name.getText())
  })
}

const isExport = (modifier: ts.ModifierLike) => modifier.kind === ts.SyntaxKind.ExportKeyword

function parse({ path, text }: File): ts.SourceFile {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
}

/** What a file can name: its imports under their own names, namespaces, and what it declares itself. */
type Names = { own: Map<string, string>; namespaces: Set<string> }

function namesIn(source: ts.SourceFile): Names {
  const own = new Map<string, string>()
  const namespaces = new Set<string>()
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings
      if (bindings && ts.isNamespaceImport(bindings)) namespaces.add(bindings.name.text)
      if (bindings && ts.isNamedImports(bindings))
        for (const one of bindings.elements) own.set(one.name.text, (one.propertyName ?? one.name).text)
    }
    for (const name of declaredBy(statement)) own.set(name, name)
  }
  return { own, namespaces }
}

function declaredBy(statement: ts.Statement): string[] {
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name)
    return [statement.name.text]
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.map((one) => one.name.getText())
}

function addFile(graph: Graph, source: ts.SourceFile): void {
  const names = namesIn(source)
  for (const statement of source.statements) {
    const mounted = mountedIn(statement)
    for (const { endpoint, handler } of mounted) add(graph, endpoint, mentions(handler, names))
    if (mounted.length > 0) continue
    for (const name of declaredBy(statement)) add(graph, name, mentions(statement, names))
  }
}

function add(graph: Graph, name: string, more: Set<string>): void {
  graph.set(name, new Set([...(graph.get(name) ?? []), ...more]))
}

function mentions(node: ts.Node, { own, namespaces }: Names): Set<string> {
  const found = new Set<string>()
  const visit = (one: ts.Node): void => {
    if (ts.isImportDeclaration(one)) return
    if (ts.isPropertyAccessExpression(one) && ts.isIdentifier(one.expression) && namespaces.has(one.expression.text))
      found.add(one.name.text)
    else if (ts.isIdentifier(one) && own.has(one.text)) found.add(own.get(one.text)!)
    ts.forEachChild(one, visit)
  }
  visit(node)
  return found
}

/** `mount.query(endpoint, handler)` and its sisters within a statement. */
function mountedIn(statement: ts.Statement): { endpoint: string; handler: ts.Node }[] {
  const found: { endpoint: string; handler: ts.Node }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^mount\.(query|command|open|raw)$/.test(node.expression.getText())) {
      const [endpoint, handler] = node.arguments
      if (endpoint && handler) found.push({ endpoint: endpoint.getText().split('.').at(-1)!, handler })
      return
    }
    ts.forEachChild(node, visit)
  }
  visit(statement)
  return found
}
