package models_test

// This file holds the shipped models in Smithy IDL to the common layout.

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl/format"
	"github.com/smithwright/smithwright/internal/source"
)

func TestFormatted(t *testing.T) {
	t.Parallel()
	n := 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".smithy" {
			return err
		}
		n++
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var diags diag.List
		got := format.Source(source.New(path, text), &diags)
		if diff := cmp.Diff(string(text), string(got)); diff != "" {
			t.Errorf("gen fmt -w %s would change (-is +would be):\n%s", path, diff)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d files were formatted (%v)", n, err)
	}
}
