namespace WeChatNotifications.Permissions;

/// <summary>
/// Names of the module's permissions. In a plain host each is an authorization policy of the same name; in ABP, a permission
/// definition.
/// </summary>
public static class WeChatNotificationsPermissions
{
    /// <summary>Prefix of all of them.</summary>
    public const string GroupName = "WeChatNotifications";

    /// <summary>All permissions, parents before children.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Credentials.Default, Credentials.Manage, Credentials.Test,
        Templates.Default, Templates.Manage,
        Grants.Default, Grants.Report,
        FormIds.Default, FormIds.Report,
        Recipients.Default, Recipients.Manage, Recipients.Import,
        Notifications.Send,
        Deliveries.Default, Deliveries.Manage,
    ];

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
}
