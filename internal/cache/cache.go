// Package cache keeps small values in the files of a folder, each under a key that is a hash of all that it was made of. A
// value is never wrong for its key, so whoever finds it may use it; it may be gone at any time.
//
// Runs share a folder without locks: a value appears whole or not at all, and what was damaged since counts as absent.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// MaxValue is the size in bytes up to which a value is kept.
	MaxValue = 1 << 20

	maxFiles = 4096     // in a folder; beyond that the oldest go
	maxBytes = 64 << 20 // that they have together
	touched  = time.Hour
)

// magic is the first line of a file: nothing without it was written here, or is removed.
const magic = "smithwright cache 1\n"

const (
	suffix     = ".entry"
	tempPrefix = "new-"
	tempSuffix = ".tmp"
)

// Key is the SHA-256 of what a value was made of.
type Key [sha256.Size]byte

// Cache is a folder of values. The nil Cache has none and keeps none. Methods may be called by several goroutines.
type Cache struct{ dir string }

// Open returns the cache in a folder, which is made when the first value is kept; "" is for none.
func Open(dir string) *Cache {
	if dir == "" {
		return nil
	}
	return &Cache{dir: dir}
}

func (c *Cache) path(key Key) string { return filepath.Join(c.dir, hex.EncodeToString(key[:])+suffix) }

// Get returns the value of a key, or nil.
func (c *Cache) Get(key Key) []byte {
	if c == nil {
		return nil
	}
	name := c.path(key)
	value, age := read(name)
	if value != nil && age > touched { // so that a value in use is not among the oldest
		now := time.Now()
		_ = os.Chtimes(name, now, now) // It only is forgotten sooner.
	}
	return value
}

// read returns the value in a file and how long ago the file was written; nil where that is no file of a cache.
func read(name string) (value []byte, age time.Duration) {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, 0
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, 0
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, int64(len(magic)+sha256.Size+MaxValue+1)))
	if err != nil {
		return nil, 0
	}
	sum, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(sum) < sha256.Size || len(sum) > sha256.Size+MaxValue {
		return nil, 0
	}
	value = sum[sha256.Size:]
	if is := sha256.Sum256(value); !bytes.Equal(is[:], sum[:sha256.Size]) {
		return nil, 0
	}
	return value, time.Since(info.ModTime())
}

// Put keeps a value of at most [MaxValue] bytes under its key. An error leaves the cache as it was.
func (c *Cache) Put(key Key, value []byte) (err error) {
	if c == nil {
		return nil
	}
	if len(value) > MaxValue {
		return fmt.Errorf("the value has %d bytes, more than %d", len(value), MaxValue)
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(c.dir, tempPrefix+"*"+tempSuffix)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	sum := sha256.Sum256(value)
	_, err = file.Write(slices.Concat([]byte(magic), sum[:], value))
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), c.path(key))
}

// Trim removes the values that were not used for longest until the folder is within its bounds, and what runs that were cut
// short left. It removes no file that this package did not write.
func (c *Cache) Trim() error { return c.trim(maxFiles, maxBytes) }

func (c *Cache) trim(maxFiles int, maxBytes int64) error {
	if c == nil {
		return nil
	}
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return err
	}
	var (
		values []fs.FileInfo
		total  int64
		failed error
	)
	for _, e := range entries {
		info, err := e.Info()
		switch {
		case err != nil || !info.Mode().IsRegular():
		case isValue(e.Name()):
			values = append(values, info)
			total += info.Size()
		case isTemp(e.Name()) && time.Since(info.ModTime()) > touched:
			failed = errors.Join(failed, c.remove(e.Name()))
		}
	}
	slices.SortFunc(values, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for len(values) > maxFiles || total > maxBytes {
		failed = errors.Join(failed, c.remove(values[0].Name()))
		total -= values[0].Size()
		values = values[1:]
	}
	return failed
}

// isValue tells the files of values by their names.
func isValue(name string) bool {
	sum, ok := strings.CutSuffix(name, suffix)
	_, err := hex.DecodeString(sum)
	return ok && err == nil && len(sum) == 2*sha256.Size
}

// isTemp tells the files of Put that have no value's name yet.
func isTemp(name string) bool {
	return strings.HasPrefix(name, tempPrefix) && strings.HasSuffix(name, tempSuffix)
}

// remove removes a file if it begins as this package's do, or is an empty one that Put had no time to write to. Another run
// may have done so already.
func (c *Cache) remove(name string) error {
	path := filepath.Join(c.dir, name)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	start := make([]byte, len(magic))
	n, err := io.ReadFull(file, start)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err = errors.Join(err, file.Close()); err != nil || string(start[:n]) != magic[:n] {
		return err
	}
	return ignoreMissing(os.Remove(path))
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
