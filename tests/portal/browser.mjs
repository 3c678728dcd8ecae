// Drives the portal in headless Chromium: list, Connect, hosted page, back; and a failure.
//     node browser.mjs --portal PROGRAM --chromium PROGRAM --playwright DIRECTORY [--pictures DIRECTORY]
// With --pictures it also takes those that the README shows.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
    options: {
        portal: { type: "string" },
        chromium: { type: "string" },
        playwright: { type: "string" },
        pictures: { type: "string" },
    },
});
const { chromium } = createRequire(import.meta.url)(options.playwright);

async function withPortal(use) {
    const portal = spawn(options.portal, { stdio: ["ignore", "pipe", "inherit"] });
    try {
        const exited = once(portal, "exit");
        const [line] = await once(createInterface({ input: portal.stdout }), "line");
        await use(line.replace("Portal: ", ""));
        portal.kill("SIGTERM");
        assert.deepEqual(await exited, [0, null], "the portal's exit");
    } finally {
        portal.kill("SIGKILL");
    }
}

async function withPage(use) {
    const browser = await chromium.launch({ executablePath: options.chromium });
    try {
        const page = await browser.newPage({ viewport: { width: 880, height: 560 } });
        page.setDefaultTimeout(20_000);
        const complaints = [];
        page.on("pageerror", (error) => complaints.push(String(error)));
        // What the Content-Security-Policy forbids is an error on the console, too; so is a 502.
        page.on("console", (message) => {
            if (message.type() === "error" && !message.text().includes("502"))
                complaints.push(message.text());
        });
        await use(page);
        assert.deepEqual(complaints, []);
    } finally {
        await browser.close();
    }
}

async function picture(page, name) {
    if (options.pictures)
        await page.screenshot({ path: join(options.pictures, name) });
}

const text = (page, selector) => page.locator(selector).innerText();
const style = (page, selector, property) =>
    page.locator(selector).evaluate((e, p) => getComputedStyle(e)[p], property);
const isShown = (page, selector) =>
    page.locator(selector).evaluate((image) => image.complete && image.naturalWidth > 0);

async function connect(page, url) {
    await page.goto(url);
    assert.equal(page.url(), `${url}customers/acme`);
    assert.equal(await text(page, "h1"), "Acme Rockets");
    assert.equal(await page.getByRole("button", { name: /^Connect/ }).count(), 4);
    assert.equal(await style(page, "button >> nth=0", "backgroundColor"), "rgb(67, 56, 202)");
    await picture(page, "list.png");
    await page.getByRole("button", { name: "Connect CRM" }).click();

    await page.waitForURL("**/session/*");
    assert.equal(await page.title(), "Acme Connect");
    assert.equal(await text(page, "#vault-name"), "Acme Connect");
    assert.equal(await text(page, "#account"), "Acme Rockets");
    assert.equal(await text(page, "#user"), "Ada Fuller");
    assert.equal(await text(page, "#email"), "ada@acme.example");
    assert.equal(await text(page, "#consumer"), "acme");
    assert.deepEqual(await page.locator(".api").allInnerTexts(), ["crm"]);
    assert.ok(await isShown(page, "#logo"), "the logo");
    assert.equal(await style(page, "aside", "backgroundColor"), "rgb(43, 45, 66)");
    assert.equal(await style(page, "aside", "color"), "rgb(255, 255, 255)");
    assert.equal(await style(page, "#return", "backgroundColor"), "rgb(228, 87, 46)");
    const link = (name) => page.getByRole("link", { name }).getAttribute("href");
    assert.equal(await link("Privacy"), "https://acme.example/privacy");
    assert.equal(await link("Terms"), "https://acme.example/terms");
    await picture(page, "hosted.png");
    await page.locator("#return").click();

    await page.waitForURL(`${url}customers/acme?returned=crm`);
    assert.equal(await text(page, ".banner"), "You are back from Vault: CRM.");
}

async function fail(page, url) {
    await page.goto(`${url}customers/broken`);
    await page.getByRole("button", { name: "Connect CRM" }).click();
    await page.waitForURL("**/connect/crm");
    assert.equal(await text(page, "h1"), "We could not open the connection page");
    assert.match(await text(page, "#request-id"), /^mock-\d+$/);
    assert.doesNotMatch(await text(page, "body"), /[{}]/);
    await page.getByRole("link", { name: "Back" }).click();
    await page.waitForURL(`${url}customers/broken`);
}

await withPortal((url) => withPage(async (page) => {
    await connect(page, url);
    await fail(page, url);
}));
