import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFile, enqueue } from '#src/client/outbox.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { type Photo, PhotoPicker } from '#src/ui/photo-picker.tsx'
import { type Signature, SignaturePad } from '#src/ui/signature-pad.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { addPhoto, finishWorkOrder, type WorkOrderSheet } from '../contract.ts'
import { Checklist, isAnswered } from './checklist.tsx'
import { useDraft } from './draft.ts'

const MOST_PHOTOS = 12
const OUTCOMES = ['solved', 'not_solved', 'follow_up'] as const
type Signed = Signature & { at: string }

/** From arrival to the signature. */
export function OnSite({ sheet }: { sheet: WorkOrderSheet }) {
  const { t, i18n } = useTranslation('field')
  const [draft, setDraft, forgetDraft] = useDraft(sheet)
  const [signature, setSignature] = useState<Signed | null>(null)
  const [isUnsigned, setUnsigned] = useState(draft.unsignedReason !== '')
  const [isTried, setTried] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const [commandId] = useState(newId)

  const lane = sheet.id
  const needs = [
    sheet.checklist.some((step) => step.required && !isAnswered(step, draft.answers)) && t('need.checklist'),
    draft.workText.trim() === '' && t('need.work'),
    !draft.outcome && t('need.outcome'),
    (isUnsigned ? draft.unsignedReason.trim() === '' : !signature || draft.signedBy.trim() === '') &&
      t('need.signature'),
  ].filter((need): need is string => Boolean(need))

  const keepPhotos = async (photos: readonly Photo[]) => {
    for (const { content } of photos) {
      const occurredAt = new Date().toISOString()
      const { hash } = await describeFile(content, 'photo.jpg')
      await enqueue(addPhoto, {
        args: { params: { workOrderId: lane }, body: { photoId: newId(), fileSha256: hash, occurredAt } },
        lane,
        occurredAt,
        files: [{ content, name: 'photo.jpg' }],
      })
    }
  }
  const finish = async () => {
    setTried(true)
    if (needs.length > 0 || !draft.outcome) return
    setSaving(true)
    const occurredAt = new Date().toISOString()
    const signed = !isUnsigned && signature ? signature : null
    await enqueue(finishWorkOrder, {
      args: {
        params: { workOrderId: lane },
        body: {
          occurredAt,
          outcome: draft.outcome,
          answers: draft.answers,
          partsText: draft.partsText,
          workText: draft.workText,
          ...(signed
            ? {
                signatureSha256: (await describeFile(signed.image, 'signature.png')).hash,
                signedBy: draft.signedBy,
                signedAt: signed.at,
              }
            : { unsignedReason: draft.unsignedReason }),
        },
      },
      lane,
      occurredAt,
      commandId,
      files: signed ? [{ content: signed.image, name: 'signature.png' }] : [],
    })
    forgetDraft()
  }

  return (
    <Stack>
      <p className="sp-soft">
        {t('sheet.arrivedAt', { time: showAt(sheet.visit!.arrivedAt, i18n.language, 'short') })} ·{' '}
        {sheet.visit!.arrivedLatitude === null
          ? t('sheet.unplaced')
          : t('sheet.placed', { metres: sheet.visit!.arrivedAccuracyMetres ?? 0 })}
      </p>
      {sheet.checklist.length > 0 && (
        <Checklist
          steps={sheet.checklist}
          answers={draft.answers}
          isTried={isTried}
          onChange={(answers) => setDraft({ answers })}
        />
      )}
      <Card>
        <Stack>
          <p className="sp-soft">{t('sheet.photosHint')}</p>
          {sheet.photos.length > 0 && (
            <Notice tone="good" title={t('sheet.photosSaved', { count: sheet.photos.length })} />
          )}
          <PhotoPicker
            label={t('sheet.photos')}
            photos={[]}
            max={MOST_PHOTOS - sheet.photos.length}
            onChange={(photos) => void keepPhotos(photos)}
          />
        </Stack>
      </Card>
      <Card>
        <Stack>
          <TextArea
            label={t('sheet.work')}
            hint={t('sheet.workHint')}
            required
            rows={4}
            maxLength={4000}
            value={draft.workText}
            onChange={(workText) => setDraft({ workText })}
            error={isTried && draft.workText.trim() === '' ? t('sheet.stepMissing') : undefined}
          />
          <TextArea
            label={t('sheet.parts')}
            hint={t('sheet.partsHint')}
            rows={3}
            maxLength={2000}
            value={draft.partsText}
            onChange={(partsText) => setDraft({ partsText })}
          />
          <SegmentedChoice
            label={t('sheet.outcome')}
            options={OUTCOMES.map((one) => ({ value: one, label: t(`outcome.${one}`) }))}
            value={draft.outcome}
            onChange={(outcome) => setDraft({ outcome })}
            error={isTried && !draft.outcome ? t('sheet.stepMissing') : undefined}
          />
        </Stack>
      </Card>
      <Card title={t('sheet.signature')}>
        <Stack>
          {isUnsigned ? (
            <TextField
              label={t('sheet.unsignedReason')}
              required
              maxLength={300}
              value={draft.unsignedReason}
              onChange={(unsignedReason) => setDraft({ unsignedReason })}
            />
          ) : (
            <>
              <TextField
                label={t('sheet.signer')}
                required
                maxLength={100}
                value={draft.signedBy}
                onChange={(signedBy) => setDraft({ signedBy })}
              />
              {signature ? (
                <Notice
                  tone="good"
                  title={t('sheet.signed')}
                  action={
                    <Button kind="quiet" onClick={() => setSignature(null)}>
                      {t('sheet.resign')}
                    </Button>
                  }
                />
              ) : (
                <SignaturePad
                  onDone={(signed) => {
                    setSignature({ ...signed, at: new Date().toISOString() })
                    if (signed.typedName) setDraft({ signedBy: signed.typedName })
                  }}
                />
              )}
            </>
          )}
          <Button
            kind="quiet"
            onClick={() => {
              setUnsigned(!isUnsigned)
              setDraft({ unsignedReason: '' })
            }}
          >
            {isUnsigned ? t('sheet.signedInstead') : t('sheet.unsigned')}
          </Button>
        </Stack>
      </Card>
      {isTried && needs.length > 0 && <Notice tone="bad" title={t('sheet.finishNeeds', { what: needs.join(', ') })} />}
      <Button kind="primary" large block icon="check" busy={isSaving} onClick={() => void finish()}>
        {t('sheet.finish')}
      </Button>
      <p className="sp-soft">{t('sheet.draft')}</p>
    </Stack>
  )
}
