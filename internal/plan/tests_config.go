// What a case says of the client that makes its call: the host, and what AWS's own cases have as vendorParams.

package plan

import (
	"fmt"

	"github.com/smithwright/smithwright/internal/shape"
)

// The shapes by which the vendorParams of AWS's cases go.
const (
	awsConfig  = "aws.protocoltests.config#AwsConfig"
	errorCodes = "aws.protocoltests.config#ErrorCodeParams"
)

// usualHost is that of the clients of all cases which name no other, and usualRegion their Region.
const (
	usualHost   = "example.com"
	usualRegion = "us-west-2"
)

// configure sets how the client and the call of a case differ from the usual ones.
func (t *testBuilder) configure(c testCase, planned *TestCase) error {
	if host := c.str("host"); host != "" && host != usualHost {
		planned.set("Endpoint", text("http://"+host))
	}
	vendor, ok := c.Field("vendorParams")
	switch shapeID := c.str("vendorParamsShape"); {
	case !ok || shapeID == errorCodes: // it is about what comes out
		return nil
	case shapeID != awsConfig:
		return fmt.Errorf("nothing is known of its vendorParams, which are of the shape %q", shapeID)
	}
	return eachSetting("", vendor, func(path string, value shape.Node) error { return t.setting(planned, path, value) })
}

func (c *TestCase) set(field string, value Expr) {
	for i := range c.Config {
		if c.Config[i].Field == field {
			c.Config[i].Value = value
			return
		}
	}
	c.Config = append(c.Config, Setting{field, value})
}

// eachSetting calls f for what stands within objects.
func eachSetting(path string, v shape.Node, f func(path string, value shape.Node) error) error {
	for name, value := range v.Fields() {
		at := path + "." + name
		if value.Kind() == shape.NodeObject {
			if err := eachSetting(at, value, f); err != nil {
				return err
			}
		} else if err := f(at, value); err != nil {
			return err
		}
	}
	return nil
}

// setting does what one setting of an AwsConfig asks for.
func (t *testBuilder) setting(c *TestCase, path string, value shape.Node) error {
	style := value.Str()
	switch {
	case path == ".scopedConfig.client.region" && t.pkg.Auth != nil:
		c.set("Endpoint", text("")) // the Region's
		if style != usualRegion {
			c.set("Region", text(style))
		}
	case !t.pkg.Buckets:
		return fmt.Errorf("its vendorParams have %s, which the client has no option for", path[1:])
	case path == ".scopedConfig.client.s3.addressing_style":
		if style == "path" {
			c.set("UsePathStyle", code("true"))
		}
	case path == ".scopedConfig.client.s3.use_accelerate_endpoint":
		c.set("UseAccelerate", code(fmt.Sprint(value.Bool())))
	case path == ".scopedConfig.client.s3.use_dualstack_endpoint":
		c.set("UseDualStack", code(fmt.Sprint(value.Bool())))
	case path == ".scopedConfig.operation.s3.addressing_style":
		name := "InHost"
		if style == "path" {
			name = "InPath"
		}
		c.Options = append(c.Options, call(of(runtimePath, "WithAddressing"), of(runtimePath, name)))
	default:
		return fmt.Errorf("its vendorParams have %s, which the client has no option for", path[1:])
	}
	return nil
}
