import { describe, expect, it } from 'vitest'
import type { WorkOrderSheet } from '../contract.ts'
import { foresee } from './foresee.ts'

const sheet = { id: 'w1', state: 'assigned', visit: null, photos: [], checklist: [] } as unknown as WorkOrderSheet
const arrived = {
  endpointName: 'service.arrive',
  body: { visitId: 'v1', occurredAt: '2026-11-16T02:00:00.000Z', longitude: 121.4, latitude: 31.2, accuracyMetres: 9 },
}
const finished = {
  endpointName: 'service.finishWorkOrder',
  body: {
    occurredAt: '2026-11-16T03:00:00.000Z',
    outcome: 'solved',
    answers: { a: true },
    workText: '换门封',
    signedBy: '张立',
    signatureSha256: 'ab',
  },
}

describe('what the phone shows without a network', () => {
  it('is the sheet itself while nothing waits to be sent', () => {
    expect(foresee(sheet, [])).toBe(sheet)
  })

  it('has arrived once li pressed the button in the cellar', () => {
    const foreseen = foresee(sheet, [arrived])
    expect(foreseen.state).toBe('on_site')
    expect(foreseen.visit).toMatchObject({
      arrivedAt: arrived.body.occurredAt,
      arrivedLatitude: 31.2,
      finishedAt: null,
    })
    expect(sheet.visit).toBeNull()
  })

  it('shows the photo and the finish in their order', () => {
    const photo = {
      endpointName: 'service.addPhoto',
      body: { photoId: 'p1', fileSha256: 'cd', occurredAt: '2026-11-16T02:30:00.000Z' },
    }
    const foreseen = foresee(sheet, [arrived, photo, finished])
    expect(foreseen.photos).toEqual([{ id: 'p1', sha256: 'cd', caption: '', takenAt: photo.body.occurredAt }])
    expect(foreseen.visit).toMatchObject({ finishedAt: finished.body.occurredAt, outcome: 'solved', signedBy: '张立' })
    expect(foreseen.state).toBe('finished')
  })

  it('keeps the arrival that the server knows already', () => {
    const known = foresee(sheet, [arrived])
    const again = foresee(known, [{ ...arrived, body: { ...arrived.body, occurredAt: '2026-11-16T02:05:00.000Z' } }])
    expect(again.visit?.arrivedAt).toBe(arrived.body.occurredAt)
  })

  it('passes over commands of other kinds', () => {
    expect(foresee(sheet, [{ endpointName: 'service.answerRequest', body: {} }])).toBe(sheet)
  })
})
