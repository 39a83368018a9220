// check.mjs - are the pages fit for their readers?
//
// usage: node check.mjs BROWSER DIRECTORY
//
// At each size: axe-core finds nothing, nothing is wider than the page, no letter is too small, no
// text of a chart leaves its picture.  Pictures are left beside the page, to be looked at.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openBrowser } from './browser.mjs'

const [program, directory] = process.argv.slice(2)
const axe = readFileSync(join(directory, 'node_modules/axe-core/axe.min.js'), 'utf8')
const pages = ['sample', 'daily', 'weekly', 'monthly', 'call', 'call-full', 'pack']
const onePage = ['call', 'call-full'] // of A4, when printed, in letters that can be read
const leastPoints = 9
const sizes = [
  { name: 'phone', width: 375, height: 667, mobile: true },
  { name: 'laptop', width: 1280, height: 800, mobile: false },
  { name: 'paper', width: 680, height: 1000, mobile: false, media: 'print' }
]
let failed = 0
let passed = 0

function expect(what, faults) {
  if (faults.length === 0) {
    passed++
    return
  }
  failed++
  console.log(`FAIL ${what}`)
  for (const fault of faults.slice(0, 20)) console.log(`     ${fault}`)
}

// What axe is unsure of counts too, but for the contrast of letters in SVG, whose ground it cannot
// see: the unit tests compute that from the table of inks.
async function findFaults(page) {
  return page.run(`axe.run(document, { resultTypes: ['violations', 'incomplete'] }).then((r) =>
    [...r.violations, ...r.incomplete.filter((v) => v.id !== 'color-contrast')].flatMap((v) =>
      v.nodes.map((n) => v.id + ': ' + n.target.join(' ') + ': ' + (n.failureSummary ?? v.help))))`)
}

// What reaches beyond the window, but for what scrolls on its own.
const tooWide = `[...document.querySelectorAll('body *')].filter((e) =>
  e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.wide'))
  .map((e) => e.tagName + ' ' + e.textContent.slice(0, 30))`

const tooSmall = `[...document.querySelectorAll('svg text')].filter((e) => e.getClientRects().length)
  .map((e) => [e.textContent, parseFloat(e.getAttribute('font-size')) * e.getScreenCTM().a])
  .filter(([, size]) => size < 11.5).map(([text, size]) => size.toFixed(1) + ' px: ' + text)`

const cutOff = `[...document.querySelectorAll('svg text')].filter((e) => e.getClientRects().length)
  .filter((e) => { const t = e.getBoundingClientRect(), s = e.ownerSVGElement.getBoundingClientRect()
    return t.left < s.left - 1 || t.right > s.right + 1 || t.top < s.top - 1 || t.bottom > s.bottom + 1 })
  .map((e) => e.textContent)`

const covering = `[...document.querySelectorAll('svg')].filter((s) => s.getClientRects().length)
  .flatMap((s) => { const texts = [...s.querySelectorAll('text')]
    const box = (e) => e.getBoundingClientRect()
    return texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => { const p = box(a), q = box(b)
      return p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3 })
      .map((b) => a.textContent + ' / ' + b.textContent)) })`

const bareTables = `[...document.querySelectorAll('table')].filter((t) => !t.caption ||
  [...t.tHead.rows[0].cells].some((c) => c.tagName !== 'TH' || c.scope !== 'col') ||
  [...t.tBodies[0].rows].some((r) => r.cells[0].tagName !== 'TH' || r.cells[0].scope !== 'row'))
  .map((t) => t.textContent.slice(0, 40))`

const urlOf = (name) => pathToFileURL(resolve(directory, `${name}.html`)).href

const noScript = `[...document.querySelectorAll('script,link,iframe,img,[onclick],[onload]')]
  .map((e) => e.outerHTML)`

async function look(page, name, size) {
  const where = `${name}, ${size.name}`
  await page.send('Emulation.setEmulatedMedia', { media: size.media ?? 'screen' })
  await page.send('Emulation.setDeviceMetricsOverride',
    { width: size.width, height: size.height, deviceScaleFactor: 1, mobile: size.mobile })
  await page.go(urlOf(name))
  await page.run(axe + ';0')
  expect(`${where}: axe-core`, await findFaults(page))
  expect(`${where}: nothing is wider than the page`, await page.run(tooWide))
  expect(`${where}: letters of charts can be read`, await page.run(tooSmall))
  expect(`${where}: charts are whole`, await page.run(cutOff))
  expect(`${where}: no text of a chart covers another`, await page.run(covering))
  const picture = await page.send('Page.captureScreenshot', { captureBeyondViewport: true })
  writeFileSync(join(directory, `${name}-${size.name}.png`), Buffer.from(picture.data, 'base64'))
  await page.run(`document.querySelectorAll('details').forEach((d) => { d.open = true }); 0`)
  expect(`${where}: axe-core, with all numbers shown`, await findFaults(page))
  expect(`${where}: every table has headers`, await page.run(bareTables))
}

const tooSmallToRead = `[...document.querySelectorAll('main *')]
  .filter((e) => e.getClientRects().length && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => [parseFloat(getComputedStyle(e).fontSize) * 0.75, e.textContent.slice(0, 30)])
  .filter(([points]) => points < ${leastPoints - 0.01}).map(([points, text]) => points + ' pt: ' + text)`

async function print(page, name) {
  await page.send('Emulation.clearDeviceMetricsOverride')
  await page.send('Emulation.setEmulatedMedia', { media: 'print' })
  await page.go(urlOf(name))
  if (onePage.includes(name)) {
    expect(`${name}: printed letters are of ${leastPoints} points`, await page.run(tooSmallToRead))
  }
  await page.send('Emulation.setEmulatedMedia', { media: '' })
  const pdf = await page.send('Page.printToPDF', { preferCSSPageSize: true, printBackground: true })
  const bytes = Buffer.from(pdf.data, 'base64')
  writeFileSync(join(directory, `${name}.pdf`), bytes)
  const boxes = bytes.toString('latin1').match(/\/MediaBox \[[^\]]*\]/g) ?? []
  const a4 = (box) => /\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/.test(box)
  expect(`${name}: pages are A4`, boxes.length > 0 && boxes.every(a4) ? [] : boxes)
  if (onePage.includes(name)) {
    expect(`${name}: one page of A4`, boxes.length === 1 ? [] : [`${boxes.length} pages`])
  }
}

const browser = await openBrowser(program)
try {
  const page = await browser.openPage()
  const asked = []
  page.on('Network.requestWillBeSent', (p) => {
    if (!/^(file|data|about|blob):/.test(p.request.url)) asked.push(p.request.url)
  })
  for (const name of pages) {
    for (const size of sizes) await look(page, name, size)
    await print(page, name)
    expect(`${name}: holds no script`, await page.run(noScript))
  }
  expect('no page asks the network for anything', asked)
} finally {
  await browser.close()
}
console.log(`browser: ${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
