/** The thread in which HiGHS runs: one program a message, one outcome back. Started only by `solve.ts`. */
import { parentPort } from 'node:worker_threads'
import loadHighs, { type Highs, type ModelData } from 'highs'
import type { Program, ProgramOutcome } from '#src/shared/program.ts'

export type SolveAsked = { program: Program; limitMs: number }

// Its types describe the CommonJS build; what is imported is the module.
const highs = await (loadHighs as unknown as typeof loadHighs.default)()

parentPort?.on('message', ({ program, limitMs }: SolveAsked) => {
  parentPort?.postMessage(solveIn(highs, program, limitMs))
})

function solveIn(runtime: Highs, program: Program, limitMs: number): ProgramOutcome {
  const { modelStatus, solutionStatus } = runtime.constants
  return runtime.withModel((model): ProgramOutcome => {
    model.options.set({
      output_flag: false,
      time_limit: Math.max(0.01, limitMs / 1000),
      // Proven, not nearly: the default stops one part in ten thousand early.
      mip_rel_gap: 0,
      mip_abs_gap: 0,
    })
    model.passModel(modelOf(runtime, program))
    model.run()
    const status = model.getModelStatus()
    if (status === modelStatus.infeasible) return { state: 'infeasible' }
    const hasSolution = model.info.get('primal_solution_status') === solutionStatus.feasible
    if (!hasSolution) return { state: 'out_of_time' }
    return {
      state: status === modelStatus.optimal ? 'optimal' : 'best_found',
      // Adding nothing turns a minus zero into a plain one.
      values: Array.from(model.getSolution().colValue, (value) => value + 0),
      objective: model.getObjectiveValue(),
      gap: status === modelStatus.optimal ? 0 : Number(model.info.get('mip_gap')),
    }
  })
}

function modelOf({ infinity, constants }: Highs, { columns, rows }: Program): ModelData {
  const { integer, continuous } = constants.variableType
  const starts = [0]
  for (const row of rows) starts.push(starts.at(-1)! + row.columns.length)
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: columns.map((column) => column.cost),
    colLower: columns.map(() => 0),
    colUpper: columns.map((column) => column.upper),
    integrality: columns.map((column) => (column.isWhole ? integer : continuous)),
    rowLower: rows.map((row) => row.lower ?? -infinity),
    rowUpper: rows.map((row) => row.upper ?? infinity),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: columns.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(rows.flatMap((row) => row.columns)),
      values: Float64Array.from(rows.flatMap((row) => row.values)),
    },
  }
}
