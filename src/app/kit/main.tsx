import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { startApp } from '#src/app/shell/start-app.tsx'
import { newQueryClient } from '#src/client/query.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Facts, List, ListRow, RowOf, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { DayRows } from '#src/ui/day-rows.tsx'
import { ConfirmDialog, Dialog } from '#src/ui/dialog.tsx'
import { CheckField, DateTimeField, SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { Icon } from '#src/ui/icon.tsx'
import { Logo } from '#src/ui/logo.tsx'
import { LostPoints } from '#src/ui/lost-points.tsx'
import { type Photo, PhotoPicker } from '#src/ui/photo-picker.tsx'
import { CountBadge, Pill } from '#src/ui/pill.tsx'
import { PointMap } from '#src/ui/point-map.tsx'
import { SignaturePad } from '#src/ui/signature-pad.tsx'
import { StarRating, StarsShown } from '#src/ui/stars.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { Steps } from '#src/ui/steps.tsx'
import { Tabs } from '#src/ui/tabs.tsx'
import { toast } from '#src/ui/toast.tsx'

// Every part of ui/ on one page, for looking at and for axe; served in development only, at /src/app/kit/index.html.

function Fields() {
  const [text, setText] = useState('')
  const [kind, setKind] = useState<'repair' | 'consult' | null>(null)
  const [at, setAt] = useState<string | null>('2026-03-02T02:30:00Z')
  const [stars, setStars] = useState<number | null>(null)
  const [isAgreed, setAgreed] = useState(false)
  const [photos, setPhotos] = useState<readonly Photo[]>([])
  return (
    <Card title="表单">
      <TextField
        label="联系电话"
        hint="用于与您确认上门时间"
        required
        value={text}
        onChange={setText}
        inputMode="tel"
      />
      <TextField label="产品序列号" value={text} onChange={setText} error="序列号应为 12 位" />
      <SelectField
        label="产品"
        required
        value=""
        onChange={setText}
        options={[{ value: 'a', label: '中央空调 KX-200' }]}
      />
      <DateTimeField label="希望上门时间" at={at} onChange={setAt} />
      <TextArea label="问题描述" required value={text} onChange={setText} />
      <SegmentedChoice
        label="服务类型"
        value={kind}
        onChange={setKind}
        options={[
          { value: 'repair', label: '报修', icon: 'service' },
          { value: 'consult', label: '咨询', icon: 'question' },
        ]}
      />
      <StarRating label="总体评价" value={stars} onChange={setStars} />
      <CheckField label="同意为本次服务使用以上信息" checked={isAgreed} onChange={setAgreed} />
      <PhotoPicker label="现场照片" photos={photos} onChange={setPhotos} max={6} />
    </Card>
  )
}

function Overlays() {
  const [open, setOpen] = useState<'dialog' | 'sheet' | 'confirm' | null>(null)
  const close = () => setOpen(null)
  return (
    <RowOf>
      <Button onClick={() => setOpen('dialog')}>对话框</Button>
      <Button onClick={() => setOpen('sheet')}>底部面板</Button>
      <Button kind="danger" onClick={() => setOpen('confirm')}>
        放弃
      </Button>
      <Button onClick={() => toast('已保存')}>提示</Button>
      <Button onClick={() => toast('没有连上服务器', { bad: true })}>出错提示</Button>
      <Dialog open={open === 'dialog' || open === 'sheet'} sheet={open === 'sheet'} onClose={close} title="改派工单">
        <TextField label="原因" required value="" onChange={() => {}} />
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        title="放弃这项操作？"
        detail="放弃后无法恢复。"
        go="放弃"
        danger
        onGo={close}
        onClose={close}
      />
    </RowOf>
  )
}

function Drawings() {
  const { i18n } = useTranslation()
  const [chosen, setChosen] = useState<string | null>('wo2')
  const [place, setPlace] = useState<string | null>('b')
  return (
    <>
      <DayRows
        label="3月2日派工"
        on="2026-03-02"
        language={i18n.language}
        nowAt="2026-03-02T03:20:00Z"
        chosen={chosen}
        onChoose={setChosen}
        rows={[
          {
            key: 'li',
            name: '李伟',
            detail: '制冷 · 电工',
            bars: [
              {
                key: 'wo1',
                fromAt: '2026-03-02T01:00:00Z',
                toAt: '2026-03-02T02:30:00Z',
                label: '华联超市',
                tone: 'good',
              },
              {
                key: 'wo2',
                fromAt: '2026-03-02T03:00:00Z',
                toAt: '2026-03-02T05:00:00Z',
                label: '东湖医院',
                tone: 'info',
              },
            ],
          },
          {
            key: 'zhao',
            name: '赵敏',
            detail: '弱电',
            bars: [
              {
                key: 'wo3',
                fromAt: '2026-03-02T06:00:00Z',
                toAt: '2026-03-02T08:00:00Z',
                label: '光谷大厦',
                tone: 'bad',
              },
            ],
          },
        ]}
        rowAction={() => <Button kind="quiet">派给他</Button>}
      />
      <PointMap
        label="网点"
        chosen={place}
        onChoose={setPlace}
        points={[
          { key: 'a', label: '武汉总部', longitude: 114.3, latitude: 30.6, tone: 'good', count: 12, shape: 'square' },
          { key: 'b', label: '宜昌', longitude: 111.3, latitude: 30.7, tone: 'warn', count: 3 },
          { key: 'c', label: '襄阳', longitude: 112.1, latitude: 32.0, tone: 'bad', count: 5 },
          { key: 'd', label: '黄石', longitude: 115.0, latitude: 30.2 },
        ]}
      />
      <Card title="失分">
        <LostPoints
          label="各指标得分"
          onOpen={() => {}}
          bars={[
            { key: '5.1.1', label: '5.1.1 组织架构', maxHundredths: 600, keptHundredths: 500, lostHundredths: 100 },
            { key: '5.1.2', label: '5.1.2 人员配置', maxHundredths: 900, keptHundredths: 400, lostHundredths: 0 },
            { key: '5.1.3', label: '5.1.3 资源配置', maxHundredths: 500, keptHundredths: 350, lostHundredths: 50 },
          ]}
        />
      </Card>
    </>
  )
}

function Kit() {
  const [tab, setTab] = useState<'a' | 'b'>('a')
  return (
    <main style={{ maxWidth: '60rem', margin: '0 auto', padding: '1rem' }}>
      <Stack>
        <h1>
          <Logo size={40} /> 星证组件
        </h1>
        <RowOf>
          <Button kind="primary">主要</Button>
          <Button>普通</Button>
          <Button kind="quiet" icon="camera">
            安静
          </Button>
          <Button kind="primary" busy>
            提交中
          </Button>
          <Button disabled>不可用</Button>
        </RowOf>
        <Overlays />
        <RowOf>
          <Pill>待受理</Pill>
          <Pill tone="info">服务中</Pill>
          <Pill tone="good" icon="check">
            已完成
          </Pill>
          <Pill tone="warn">将超时</Pill>
          <Pill tone="bad">已超时</Pill>
          <Pill tone="star">四星</Pill>
          <CountBadge count={3} label="待发送" />
          <CountBadge count={120} label="被退回" bad />
          <StarsShown value={4} />
        </RowOf>
        <Notice title="已为您预约" />
        <Notice tone="good" title="已完成" />
        <Notice tone="warn" title="将于 10:30 超时">
          还剩 20 分钟
        </Notice>
        <Notice tone="bad" title="李伟的制冷证书已过期，不能派给他" action={<Button kind="quiet">查看</Button>} />
        <Tabs
          label="示例"
          chosen={tab}
          onChoose={setTab}
          tabs={[
            {
              key: 'a',
              label: '进度',
              content: () => (
                <Card>
                  <Steps
                    label="服务进度"
                    steps={[
                      { key: '1', title: '已受理', detail: '3月2日 09:12 · 坐席 陈静', state: 'done' },
                      { key: '2', title: '工程师已出发', detail: '李伟，预计 10:30 到达', state: 'now' },
                      { key: '3', title: '完成服务', state: 'ahead' },
                    ]}
                  />
                </Card>
              ),
            },
            {
              key: 'b',
              label: '资料',
              content: () => (
                <Card>
                  <Facts
                    of={[
                      ['客户', '华联超市'],
                      ['地址', '武汉市武昌区中南路 1 号'],
                    ]}
                  />
                </Card>
              ),
            },
          ]}
        />
        <List label="工单">
          <ListRow
            href="/x"
            title="华联超市 · 冷柜不制冷"
            detail="10:00–11:30 武昌区中南路"
            before={<Icon name="place" />}
            after={<Pill tone="warn">紧急</Pill>}
          />
          <ListRow title="东湖医院 · 年度保养" detail="14:00" />
        </List>
        <Fields />
        <Card title="签名">
          <SignaturePad onDone={() => toast('已签名')} />
        </Card>
        <Drawings />
        <Skeleton />
        <Empty />
        <Failed title="网络不通" detail="没有连上服务器。" onRetry={() => {}} />
      </Stack>
    </main>
  )
}

void startApp('', newQueryClient(), <Kit />)
