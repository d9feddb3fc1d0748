import path from 'node:path';
import type { RuleTester } from 'oxlint/plugins-dev';
import { callProblem, constructionProblem, sqlProblem } from './judge-call.ts';
import { clientProblem, type Import, injectionProblem, layerProblem, moduleProblem } from './judge-import.ts';
import { fileProblem, placeOf } from './layout.ts';

/** The type of a rule; oxlint publishes it only as an argument of its tester. */
type Rule = Exclude<Parameters<RuleTester['run']>[1], { createOnce: unknown }>;
type Context = Parameters<Rule['create']>[0];
type AnyNode = Parameters<Context['sourceCode']['getScope']>[0];

/** The linted file, relative to the folder the linter runs in (the repository root), with forward slashes. */
function fileOf(context: Context): string {
  return path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
}

/** A rule that puts one question to every import of a file, in whatever form it is written. */
function importRule(problemOf: (candidate: Import) => string | null): Rule {
  return {
    create(context) {
      const importer = fileOf(context);
      function judge(source: { type: string } | null, typeOnly: boolean): void {
        if (source === null || !isText(source)) return;
        const message = problemOf({ importer, specifier: source.value, typeOnly });
        if (message !== null) context.report({ node: source, message });
      }
      return {
        ImportDeclaration: (node) => judge(node.source, node.importKind === 'type'),
        ExportNamedDeclaration: (node) => judge(node.source, node.exportKind === 'type'),
        ExportAllDeclaration: (node) => judge(node.source, node.exportKind === 'type'),
        ImportExpression: (node) => judge(node.source, false),
        TSImportType: (node) => judge(node.source, true),
      };
    },
  };
}

type TextNode = AnyNode & { value: string };

function isText(node: object): node is TextNode {
  return 'value' in node && typeof node.value === 'string';
}

/** An import whose path is computed, or gathered by a pattern, cannot be judged by its text. */
const literalImports: Rule = {
  create(context) {
    const { layer, test } = placeOf(fileOf(context));
    if (test || !['routes', 'modules', 'mathematics'].includes(layer)) return {};
    const message = 'Write the path of the import as a plain text, so that its direction can be checked.';
    return {
      ImportExpression(node) {
        if (!isText(node.source)) context.report({ node, message });
      },
      CallExpression(node) {
        const { callee } = node;
        const isGlob = callee.type === 'MemberExpression' && callee.object.type === 'MetaProperty';
        if (isGlob && 'name' in callee.property && callee.property.name === 'glob')
          context.report({ node, message });
      },
    };
  },
};

const sqlInStores: Rule = {
  create(context) {
    const file = fileOf(context);
    function judge(node: AnyNode, callee: AnyNode): void {
      const message = sqlProblem(file, callee);
      if (message !== null) context.report({ node, message });
    }
    return {
      CallExpression: (node) => judge(node, node.callee),
      TaggedTemplateExpression: (node) => judge(node, node.tag),
    };
  },
};

/** The clock, chance, ids and the network are arguments: only names that mean the global thing are judged. */
const injectedInputs: Rule = {
  create(context) {
    const file = fileOf(context);
    function judge(node: AnyNode, callee: AnyNode, message: string | null): void {
      if (message === null) return;
      let root = callee;
      while (root.type === 'MemberExpression') root = root.object;
      if (root.type === 'Identifier' && !isImportedOrGlobal(context, root)) return;
      context.report({ node, message });
    }
    return {
      CallExpression: (node) => judge(node, node.callee, callProblem(file, node)),
      NewExpression: (node) => judge(node, node.callee, constructionProblem(file, node)),
      ...importRule(injectionProblem).create(context),
    };
  },
};

/** A parameter or a local variable of that name was injected; a global or an import was not. */
function isImportedOrGlobal(context: Context, identifier: AnyNode & { name: string }): boolean {
  if (context.sourceCode.isGlobalReference(identifier)) return true;
  let scope: ReturnType<Context['sourceCode']['getScope']> | null = context.sourceCode.getScope(identifier);
  while (scope !== null) {
    const variable = scope.set.get(identifier.name);
    if (variable !== undefined)
      return variable.defs.some((definition) => definition.type === 'ImportBinding');
    scope = scope.upper;
  }
  return true;
}

const filePlaces: Rule = {
  create(context) {
    return {
      Program(node) {
        const message = fileProblem(fileOf(context));
        if (message !== null) context.report({ node, message });
      },
    };
  },
};

/** A barrel hides where things stand and draws in all of them; a module's door is the one place that needs it. */
const noBarrels: Rule = {
  create(context) {
    if (/^src\/modules\/[^/]+\/index(\.server)?\.ts$/.test(fileOf(context))) return {};
    return {
      Program(node) {
        const isBarrel =
          node.body.length > 0 &&
          node.body.every((statement) => 'source' in statement && isExport(statement));
        if (!isBarrel) return;
        context.report({
          node,
          message: 'Only the door of a module re-exports: import each thing from the file that makes it.',
        });
      },
    };
  },
};

function isExport(statement: AnyNode): boolean {
  if (statement.type === 'ExportAllDeclaration') return true;
  return statement.type === 'ExportNamedDeclaration' && statement.source !== null;
}

/** The boundaries of `docs/guide-developer`, for the linter: every message says what to do. */
export default {
  meta: { name: 'boundaries' },
  rules: {
    layers: importRule(layerProblem),
    modules: importRule(moduleProblem),
    'client-safe': importRule(clientProblem),
    'literal-imports': literalImports,
    'sql-in-stores': sqlInStores,
    'injected-inputs': injectedInputs,
    'file-places': filePlaces,
    'no-barrels': noBarrels,
  },
};
