package doctext

// This file holds the builder, which the two readers feed: it flattens nesting as it goes, so that neither depth nor
// bad nesting of tags costs anything.

import "strings"

// blockKind is the kind of a block.
type blockKind uint8

const (
	paragraph blockKind = iota
	heading
	list
	code
)

// block is one piece of documentation at the top level.
type block struct {
	kind   blockKind
	runs   []run  // of a paragraph or heading
	items  []item // of a list
	text   string // of code: its lines
	number bool   // the list is numbered
	notice bool   // inside a note or warning
	title  bool   // a paragraph that is set in bold as a whole, or a term of a definition list
	name   bool   // the full name of a service, which says nothing when there is other text
}

// item is an entry of a list: its paragraphs.
type item struct{ paragraphs [][]run }

// run is a stretch of text in one style.
type run struct {
	text string
	link int    // which link of the documentation it belongs to, from 1; 0 means none
	href string // of the link
	code bool
	bold bool
}

// builder makes blocks of the events of a reader.
type builder struct {
	blocks []block
	runs   []run  // of the paragraph that is being read
	label  string // "Note: " and the like, to be put before the next paragraph
	lists  []openList
	deeper int // how many lists are open beyond maxLists

	links   int // how many links were seen
	link    int // the open link, 0 if none
	href    string
	inCode  int
	inBold  int
	notices int
	isTerm  bool
	isName  bool
}

// openList is a list that is being read.
type openList struct {
	number bool
	count  int  // items seen
	fresh  bool // the current item has no paragraph yet
}

// maxLists is how deep lists are told apart; deeper ones count as the same depth.
const maxLists = 16

// add takes text in the current style.
func (b *builder) add(text string) {
	if text == "" {
		return
	}
	if len(b.runs) == 0 && !hasInk(text) {
		return
	}
	b.runs = append(b.runs, run{text: text, link: b.link, href: b.href, code: b.inCode > 0, bold: b.inBold > 0})
}

// openLink begins a link. Without an address the text itself is the name of what is meant.
func (b *builder) openLink(href string) {
	b.links++
	b.link, b.href = b.links, href
}

func (b *builder) closeLink() { b.link, b.href = 0, "" }

// notice begins a note or warning with its label.
func (b *builder) notice(label string) {
	b.end()
	b.notices++
	b.label = label + ": "
}

func (b *builder) endNotice() {
	b.end()
	b.notices = max(0, b.notices-1)
	b.label = ""
}

// end closes the paragraph that is being read, if there is one.
func (b *builder) end() {
	runs := b.runs
	b.runs = nil
	if !anyInk(runs) {
		return
	}
	b.plain()
	runs = b.labelled(runs)
	if len(b.lists) > 0 {
		b.addToItem(runs)
		return
	}
	b.blocks = append(b.blocks, block{
		kind: paragraph, runs: runs, notice: b.notices > 0, name: b.isName, title: b.isTerm || allBold(runs),
	})
}

// plain ends every style and link, so that a tag that is never closed reaches no further than its paragraph.
func (b *builder) plain() {
	b.inBold, b.inCode = 0, 0
	b.closeLink()
}

// labelled puts the pending label before a paragraph, unless the paragraph says it itself.
func (b *builder) labelled(runs []run) []run {
	label := b.label
	b.label = ""
	if label == "" || beginsWith(runs, label[:len(label)-2]) {
		return runs
	}
	return append([]run{{text: label}}, runs...)
}

// endHeading closes the text that is being read as a heading. Inside a list there are no headings.
func (b *builder) endHeading() {
	if len(b.lists) > 0 || !anyInk(b.runs) {
		b.end()
		return
	}
	b.blocks = append(b.blocks, block{kind: heading, runs: b.runs, notice: b.notices > 0})
	b.runs = nil
	b.plain()
}

// addCode takes the text of a code block. Go doc comments have none inside a list, so there it becomes text.
func (b *builder) addCode(text string) {
	b.end()
	if !hasInk(text) {
		return
	}
	if len(b.lists) > 0 {
		b.runs = append(b.runs, run{text: text, code: true})
		b.end()
		return
	}
	b.flushLabel()
	if n := len(b.blocks); n > 0 && b.blocks[n-1].kind == code {
		b.blocks[n-1].text += "\n\n" + text
		return
	}
	b.blocks = append(b.blocks, block{kind: code, text: text, notice: b.notices > 0})
}

// flushLabel prints a pending label that no paragraph came to carry.
func (b *builder) flushLabel() {
	if b.label == "" || len(b.lists) > 0 {
		return
	}
	label := b.label
	b.label = ""
	b.blocks = append(b.blocks, block{
		kind: paragraph, runs: []run{{text: label}}, notice: b.notices > 0,
	})
}

func (b *builder) openList(number bool) {
	b.end()
	b.flushLabel()
	if len(b.lists) == maxLists {
		b.deeper++
		return
	}
	if len(b.lists) == 0 && !b.continuesList() {
		b.blocks = append(b.blocks, block{kind: list, number: number, notice: b.notices > 0})
	}
	b.lists = append(b.lists, openList{number: number})
}

// continuesList reports whether the last block is a list. Go doc comments cannot tell two neighbouring lists apart,
// so they are made one.
func (b *builder) continuesList() bool {
	n := len(b.blocks)
	return n > 0 && b.blocks[n-1].kind == list
}

func (b *builder) closeList() {
	b.end()
	switch {
	case b.deeper > 0:
		b.deeper--
	case len(b.lists) > 0:
		b.lists = b.lists[:len(b.lists)-1]
	}
}

// openItem begins an item; one outside a list opens a list.
func (b *builder) openItem() {
	b.end()
	if len(b.lists) == 0 {
		b.openList(false)
	}
	top := &b.lists[len(b.lists)-1]
	top.count++
	top.fresh = true
	if len(b.lists) == 1 {
		last := &b.blocks[len(b.blocks)-1]
		last.items = append(last.items, item{})
	}
}

// addToItem adds a paragraph to the current item. Items of an inner list become paragraphs of the outer item, with a
// dash or a number in brackets before them, which gofmt does not take for a list.
func (b *builder) addToItem(runs []run) {
	top := &b.lists[len(b.lists)-1]
	last := &b.blocks[len(b.blocks)-1]
	if len(last.items) == 0 {
		last.items = append(last.items, item{})
	}
	if len(b.lists) > 1 && top.fresh {
		mark := strings.Repeat("\u2013 ", len(b.lists)-1)
		if top.number {
			mark = "(" + itoa(top.count) + ") "
		}
		runs = append([]run{{text: mark}}, runs...)
	}
	top.fresh = false
	it := &last.items[len(last.items)-1]
	it.paragraphs = append(it.paragraphs, runs)
}

// finish closes everything and returns the blocks.
func (b *builder) finish() []block {
	b.end()
	out := b.blocks[:0]
	for _, blk := range b.blocks {
		if blk.name && len(b.blocks) > 1 {
			continue
		}
		if blk.kind == list {
			if blk.items = withText(blk.items); len(blk.items) == 0 {
				continue
			}
		}
		out = append(out, blk)
	}
	return out
}

// withText drops the items that have no text.
func withText(items []item) []item {
	out := items[:0]
	for _, it := range items {
		if len(it.paragraphs) > 0 {
			out = append(out, it)
		}
	}
	return out
}

// anyInk reports whether there is anything to see in runs.
func anyInk(runs []run) bool {
	for _, r := range runs {
		if hasInk(r.text) {
			return true
		}
	}
	return false
}

// allBold reports whether a paragraph is bold as a whole, as AWS's models write titles.
func allBold(runs []run) bool {
	for _, r := range runs {
		if !r.bold && hasInk(r.text) {
			return false
		}
	}
	return true
}

// beginsWith reports whether the first text of runs begins with word.
func beginsWith(runs []run, word string) bool {
	for _, r := range runs {
		if hasInk(r.text) {
			first, _ := nextWord(r.text)
			return len(first) >= len(word) && first[:len(word)] == word
		}
	}
	return false
}
