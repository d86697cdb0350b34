/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.sink.metrics;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a task's gauges as one MBean, {@code io.millrace:type=sink-task,connector=<name>,task=<number>}. Thread-safe.
 */
public final class JmxBinding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JmxBinding.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    private JmxBinding(ObjectName name) {
        this.name = name;
    }

    /** Registers the gauges. Metrics are never a reason to fail: if JMX refuses, that is logged. */
    public static JmxBinding register(String connector, int task, List<Gauge> gauges) {
        ObjectName name = objectName(connector, task);
        JmxBinding binding = new JmxBinding(name);
        GaugeBean bean = new GaugeBean(gauges);
        try {
            try {
                binding.server.registerMBean(bean, name);
            } catch (InstanceAlreadyExistsException e) {
                // An earlier task of this number that has not ended yet; the newer one is the one to look at.
                LOG.debug("Replacing MBean {}", name, e);
                binding.server.unregisterMBean(name);
                binding.server.registerMBean(bean, name);
            }
        } catch (JMException e) {
            LOG.warn("Cannot show metrics as MBean {}", name, e);
        }
        return binding;
    }

    /** The name of a task's MBean. */
    public static ObjectName objectName(String connector, int task) {
        try {
            return new ObjectName(
                    "io.millrace:type=sink-task,connector=" + ObjectName.quote(connector) + ",task=" + task);
        } catch (JMException e) {
            throw new IllegalStateException("A quoted name is always valid", e);
        }
    }

    @Override
    public void close() {
        try {
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.warn("Cannot unregister MBean {}", name, e);
        }
    }

    private static final class GaugeBean implements DynamicMBean {
        private final Map<String, Gauge> gauges;

        GaugeBean(List<Gauge> gauges) {
            this.gauges = gauges.stream().collect(Collectors.toMap(Gauge::name, gauge -> gauge));
        }

        @Override
        public Object getAttribute(String attribute) throws AttributeNotFoundException {
            Gauge gauge = gauges.get(attribute);
            if (gauge == null) {
                throw new AttributeNotFoundException("There is no metric '" + attribute + "'");
            }
            return gauge.value().getAsDouble();
        }

        @Override
        public AttributeList getAttributes(String[] attributes) {
            AttributeList list = new AttributeList();
            for (String attribute : attributes) {
                Gauge gauge = gauges.get(attribute);
                if (gauge != null) {
                    list.add(new Attribute(attribute, gauge.value().getAsDouble()));
                }
            }
            return list;
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException("Metrics are read-only");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String action, Object[] parameters, String[] signature) {
            throw new UnsupportedOperationException("Metrics have no operations");
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes = gauges.values().stream()
                    .map(gauge -> new MBeanAttributeInfo(
                            gauge.name(), double.class.getName(), gauge.description(), true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(GaugeBean.class.getName(), "Millrace sink task", attributes, null, null, null);
        }
    }
}
