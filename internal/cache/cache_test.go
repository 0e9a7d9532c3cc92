package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func keyOf(text string) Key { return sha256.Sum256([]byte(text)) }

// names lists what is in the cache's folder.
func names(t *testing.T, c *Cache) []string {
	t.Helper()
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func put(t *testing.T, c *Cache, key, value string) {
	t.Helper()
	if err := c.Put(keyOf(key), []byte(value)); err != nil {
		t.Fatal(err)
	}
}

func TestValuesAreFoundByTheirKeys(t *testing.T) {
	t.Parallel()
	c := Open(filepath.Join(t.TempDir(), "new", "folder"))
	if got := c.Get(keyOf("a")); got != nil {
		t.Errorf("an empty cache has %q", got)
	}
	put(t, c, "a", "one")
	put(t, c, "b", "")
	put(t, c, "a", "two")
	if got := c.Get(keyOf("a")); string(got) != "two" {
		t.Errorf("a is %q, want the value that was put last", got)
	}
	if got := c.Get(keyOf("b")); got == nil || len(got) != 0 {
		t.Errorf("b is %q (%v), want an empty value", got, got == nil)
	}
	if got := c.Get(keyOf("c")); got != nil {
		t.Errorf("c is %q, and was never put", got)
	}
	if got := names(t, c); len(got) != 2 {
		t.Errorf("the folder holds %v, want a file for each of two keys", got)
	}
}

func TestNoFolderIsNoCache(t *testing.T) {
	t.Parallel()
	c := Open("")
	if err := c.Put(keyOf("a"), []byte("one")); err != nil {
		t.Error(err)
	}
	if got := c.Get(keyOf("a")); got != nil {
		t.Errorf("it has %q", got)
	}
	if err := c.Trim(); err != nil {
		t.Error(err)
	}
}

func TestWhatWasDamagedIsAbsent(t *testing.T) {
	t.Parallel()
	c := Open(t.TempDir())
	put(t, c, "a", "some value")
	name := c.path(keyOf("a"))
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole { // each byte in turn, and each length
		broken := bytes.Clone(whole)
		broken[i] ^= 1
		for _, content := range [][]byte{broken, whole[:i]} {
			if err := os.WriteFile(name, content, 0o600); err != nil {
				t.Fatal(err)
			}
			if got := c.Get(keyOf("a")); got != nil {
				t.Fatalf("with %q in the file the value is %q", content, got)
			}
		}
	}
	put(t, c, "a", "another")
	if got := c.Get(keyOf("a")); string(got) != "another" {
		t.Errorf("after it was put again, the value is %q", got)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := c.Get(keyOf("a")); got != nil {
		t.Errorf("a folder gives the value %q", got)
	}
	if err := c.Put(keyOf("a"), nil); err == nil {
		t.Error("a value was put where a folder is")
	}
	if got := names(t, c); len(got) != 1 {
		t.Errorf("what failed left %v", got)
	}
}

func TestLargeValuesAreRefused(t *testing.T) {
	t.Parallel()
	c := Open(t.TempDir())
	if err := c.Put(keyOf("a"), make([]byte, MaxValue+1)); err == nil {
		t.Error("a value beyond the bound was kept")
	}
	if err := c.Put(keyOf("a"), make([]byte, MaxValue)); err != nil {
		t.Error(err)
	}
	if got := c.Get(keyOf("a")); len(got) != MaxValue {
		t.Errorf("the largest value has %d bytes", len(got))
	}
}

// age makes a file look as if it was last used some time ago.
func age(t *testing.T, name string, ago time.Duration) {
	t.Helper()
	then := time.Now().Add(-ago)
	if err := os.Chtimes(name, then, then); err != nil {
		t.Fatal(err)
	}
}

func TestTheOldestGo(t *testing.T) {
	t.Parallel()
	c := Open(t.TempDir())
	for i := range 10 {
		key := fmt.Sprint(i)
		put(t, c, key, key)
		age(t, c.path(keyOf(key)), time.Duration(100-i)*time.Hour)
	}
	if c.Get(keyOf("0")) == nil { // which makes it the newest
		t.Error("0 is gone too early")
	}
	one := int64(len(magic) + sha256.Size + 1)
	if err := c.trim(5, 100*one); err != nil {
		t.Fatal(err)
	}
	left := func() (out []string) {
		for i := range 10 {
			if c.Get(keyOf(fmt.Sprint(i))) != nil {
				out = append(out, fmt.Sprint(i))
			}
		}
		return out
	}
	if got := left(); !slices.Equal(got, []string{"0", "6", "7", "8", "9"}) {
		t.Errorf("left are %v, want the five that were used last", got)
	}
	if err := c.trim(5, 2*one); err != nil {
		t.Fatal(err)
	}
	if got := left(); len(got) != 2 {
		t.Errorf("left are %v, want two, which have the size", got)
	}
}

func TestOnlyItsOwnFilesGo(t *testing.T) {
	t.Parallel()
	c := Open(t.TempDir())
	put(t, c, "a", "mine")
	foreign := map[string]string{
		strings.Repeat("ab", sha256.Size) + suffix: "of somebody's own under such a name",
		"new-notes.tmp": "of somebody's own",
		"new-mine.tmp":  magic + "cut short",
		"new-young.tmp": magic + "being written",
		"empty.entry":   "",
		"letter.txt":    magic,
	}
	for name, text := range foreign {
		if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if name != "new-young.tmp" {
			age(t, filepath.Join(c.dir, name), 2*touched)
		}
	}
	if err := c.trim(0, 0); err != nil {
		t.Error(err)
	}
	delete(foreign, "new-mine.tmp")
	got := names(t, c)
	for _, name := range got {
		if _, ok := foreign[name]; !ok {
			t.Errorf("%s was left", name)
		}
	}
	if len(got) != len(foreign) {
		t.Errorf("left are %v, want what is somebody's own or being written", got)
	}
}

func TestTrimOfNoFolderIsAnError(t *testing.T) {
	t.Parallel()
	if err := Open(filepath.Join(t.TempDir(), "none")).Trim(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the error is %v", err)
	}
}

// TestRunsShareAFolder has readers, writers and trimmers at once: a value is right or absent.
func TestRunsShareAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	value := func(key int) []byte { return bytes.Repeat(binary.BigEndian.AppendUint32(nil, uint32(key)), 1000) }
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			c := Open(dir)
			for i := range 200 {
				key := i % 7
				if err := c.Put(keyOf(fmt.Sprint(key)), value(key)); err != nil {
					t.Error(err)
				}
				if got := c.Get(keyOf(fmt.Sprint(key))); got != nil && !bytes.Equal(got, value(key)) {
					t.Errorf("a value of %d bytes is wrong", len(got))
				}
				if i%50 == 0 {
					if err := c.trim(3, maxBytes); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wait.Wait()
	for _, name := range names(t, Open(dir)) {
		if !isValue(name) {
			t.Errorf("%s was left", name)
		}
	}
}
