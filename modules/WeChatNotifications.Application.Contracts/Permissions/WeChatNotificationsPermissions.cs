namespace WeChatNotifications.Permissions;

/// <summary>
/// Names of the module's permissions. In a plain host each is an authorization policy of the same name; in ABP, a permission
/// definition.
/// </summary>
public static class WeChatNotificationsPermissions
{
    /// <summary>Prefix of all of them.</summary>
    public const string GroupName = "WeChatNotifications";

    /// <summary>All permissions, parents before children, as <see cref="WeChatNotificationsPermissionTree"/> orders them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. WeChatNotificationsPermissionTree.All.Select(p => p.Name)];

    /// <summary>App credentials.</summary>
    public static class Credentials
    {
        /// <summary>See them (never their secrets).</summary>
        public const string Default = GroupName + ".Credentials";

        /// <summary>Create, change, pause, resume and remove them.</summary>
        public const string Manage = Default + ".Manage";

        /// <summary>Test one by fetching a token.</summary>
        public const string Test = Default + ".Test";
    }

    /// <summary>Message templates.</summary>
    public static class Templates
    {
        /// <summary>See them.</summary>
        public const string Default = GroupName + ".Templates";

        /// <summary>Create, change and remove them.</summary>
        public const string Manage = Default + ".Manage";
    }

    /// <summary>Subscription grants.</summary>
    public static class Grants
    {
        /// <summary>See balances.</summary>
        public const string Default = GroupName + ".Grants";

        /// <summary>Report what users decided.</summary>
        public const string Report = Default + ".Report";
    }

    /// <summary>The users whom the apps know.</summary>
    public static class Recipients
    {
        /// <summary>See them, and imports of followers.</summary>
        public const string Default = GroupName + ".Recipients";

        /// <summary>Tie them to users of the host, and forget them.</summary>
        public const string Manage = Default + ".Manage";

        /// <summary>Start, cancel and resume imports of followers.</summary>
        public const string Import = Default + ".Import";
    }

    /// <summary>Form ids and prepay ids.</summary>
    public static class FormIds
    {
        /// <summary>See balances (never the form ids themselves).</summary>
        public const string Default = GroupName + ".FormIds";

        /// <summary>Report them on behalf of users.</summary>
        public const string Report = Default + ".Report";
    }

    /// <summary>Notifications.</summary>
    public static class Notifications
    {
        /// <summary>Send and preview them.</summary>
        public const string Send = GroupName + ".Notifications.Send";
    }

    /// <summary>The delivery log.</summary>
    public static class Deliveries
    {
        /// <summary>See it.</summary>
        public const string Default = GroupName + ".Deliveries";

        /// <summary>Retry and cancel.</summary>
        public const string Manage = Default + ".Manage";
    }

    /// <summary>Broadcasts and their schedules.</summary>
    public static class Broadcasts
    {
        /// <summary>See them.</summary>
        public const string Default = GroupName + ".Broadcasts";

        /// <summary>Create, change and remove them, load lists and try them out.</summary>
        public const string Manage = Default + ".Manage";

        /// <summary>Start, pause, resume and cancel them.</summary>
        public const string Send = Default + ".Send";
    }

    /// <summary>Which of the host's events send what.</summary>
    public static class Events
    {
        /// <summary>See the events and their mappings.</summary>
        public const string Default = GroupName + ".Events";

        /// <summary>Create, change and remove mappings.</summary>
        public const string Manage = Default + ".Manage";
    }

    /// <summary>Figures of what was sent and what became of it.</summary>
    public static class Statistics
    {
        /// <summary>See them.</summary>
        public const string Default = GroupName + ".Statistics";
    }

    /// <summary>Who changed what.</summary>
    public static class Audit
    {
        /// <summary>See it.</summary>
        public const string Default = GroupName + ".Audit";
    }

    /// <summary>The module's background jobs. They serve all tenants, so only the host's own people hold these.</summary>
    public static class Jobs
    {
        /// <summary>See them.</summary>
        public const string Default = GroupName + ".Jobs";

        /// <summary>Run one now.</summary>
        public const string Run = Default + ".Run";
    }

    /// <summary>The processes that the module runs in. They serve all tenants, so only the host's own people hold this.</summary>
    public static class Nodes
    {
        /// <summary>See them.</summary>
        public const string Default = GroupName + ".Nodes";
    }

    /// <summary>What tenants may use. Only the host's own people hold these.</summary>
    public static class Tenants
    {
        /// <summary>See the limits of tenants.</summary>
        public const string Default = GroupName + ".Tenants";

        /// <summary>Set them.</summary>
        public const string Manage = Default + ".Manage";
    }
}
